from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("The directory")

    def ready(self):
        from directory.models.revision import step_on_every_public_change

        step_on_every_public_change(self.get_models())

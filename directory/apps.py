from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("The directory")

    def ready(self):
        from directory.models.revision import step_on_every_public_change

        step_on_every_public_change(self.get_models())


class CuratorsConfig(admin_apps.AdminConfig):
    default = False
    default_site = "directory.curators.CuratorsSite"

"""What the guide and the files of ``deploy/`` name exists. Neither systemd, certbot nor the guide as a whole is run here."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.machine import need

pytestmark = pytest.mark.looks

ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted((ROOT / "deploy").glob("*.service"))
GUIDE = (ROOT / "docs/deployment.md").read_text()
MISSING_NGINX = "nginx is not on this machine; install it with: apt-get install nginx-light"
MISSING_SYSTEMD = "systemd-analyze is not on this machine; install it with: apt-get install systemd"
COMMANDS = {file.stem for file in (ROOT / "directory/management/commands").glob("[a-z]*.py")}


def test_guide_names_settings_that_are_read_and_all_a_public_site_needs():
    read = set(re.findall(r'env\.\w+\("(\w+)"', (ROOT / "networks_site/settings.py").read_text()))
    read |= {"EMAIL_URL"}
    named = set(re.findall(r"^([A-Z_]+)=", GUIDE, re.MULTILINE))

    assert named <= read
    assert named >= {"SITE_URL", "SECRET_KEY", "DATABASE_URL", "DATA_DIR", "EMAIL_URL", "MAIL_FROM", "CURATOR_EMAIL"}


def test_commands_of_the_guide_exist():
    told = set(re.findall(r"^run (\w+)", GUIDE, re.MULTILINE))

    assert told >= {"migrate", "backup", "doctor"}
    assert told <= COMMANDS | {"migrate", "collectstatic", "createsuperuser"}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_unit_starts_what_exists_without_rights(unit):
    text = unit.read_text()
    program, first, *rest = re.search(r"^ExecStart=(.+)$", text, re.MULTILINE)[1].split()

    assert program in ("/opt/natverkskartan/.venv/bin/python", "/opt/natverkskartan/.venv/bin/granian")
    assert "networks_site.wsgi:application" in rest or (first == "manage.py" and rest[0] in COMMANDS)
    for line in ("User=natverkskartan", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet="):
        assert line in text.splitlines()


@pytest.mark.parametrize("name", [*(unit.name for unit in UNITS), "natverkskartan-backup.timer"])
def test_systemd_reads_the_units(tmp_path, name):
    for unit in (ROOT / "deploy").glob("natverkskartan-*"):
        text = unit.read_text().replace("/opt/natverkskartan/.venv/bin/", "/usr/bin/")
        (tmp_path / unit.name).write_text(re.sub(r"/usr/bin/(granian|python)\b", "/usr/bin/env", text))
    analyse = need(shutil.which("systemd-analyze"), MISSING_SYSTEMD)
    answer = subprocess.run([analyse, "verify", "--man=no", str(tmp_path / name)], capture_output=True, text=True, check=False)

    assert [line for line in answer.stderr.splitlines() if "natverkskartan" in line] == []


def test_nginx_takes_its_configuration(tmp_path):
    subject = ["-subj", "/CN=natverk.example", "-keyout", str(tmp_path / "privkey.pem"), "-out", str(tmp_path / "fullchain.pem")]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject], check=True, capture_output=True)
    site = (ROOT / "deploy/nginx.conf").read_text().replace("/etc/letsencrypt/live/natverk.example", str(tmp_path))
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off;\n{site}}}")
    nginx = need(shutil.which("nginx"), MISSING_NGINX)
    answer = subprocess.run([nginx, "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True, check=False)

    assert answer.returncode == 0, answer.stderr

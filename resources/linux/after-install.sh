#!/bin/sh
# Runs as root after the deb or rpm is unpacked. What fails here only loses a convenience, so it fails no installation.
# (electron-builder replaces a word in dollar and braces; plain $names are ours.)

app=/opt/Cofferdam
exe=$app/cofferdam-desktop

ln -sf "$app/resources/bin/cofferdam" /usr/bin/cofferdam
ln -sf "$exe" /usr/bin/cofferdam-desktop

# Chromium's sandbox uses user namespaces; only a kernel without them needs the setuid helper.
if [ -L /proc/self/ns/user ] && unshare --user true 2>/dev/null; then
  chmod 0755 "$app/chrome-sandbox" || true
else
  chmod 4755 "$app/chrome-sandbox" || true
fi

if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then
  gtk-update-icon-cache -q -t -f /usr/share/icons/hicolor || true
fi

# Ubuntu from 24.04 on lets only profiled programs make user namespaces. An AppArmor that doesn't know this profile's
# ABI (22.04) doesn't restrict them either, so there it is left out.
if command -v apparmor_status >/dev/null 2>&1 && apparmor_status --enabled >/dev/null 2>&1; then
  profile=$app/resources/apparmor-profile
  if apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1; then
    install -m 0644 "$profile" /etc/apparmor.d/cofferdam
    # While an image is built there is no kernel of its own to load it into.
    if ! { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; }; then
      apparmor_parser --replace --write-cache --skip-read-cache /etc/apparmor.d/cofferdam || true
    fi
  fi
fi

exit 0

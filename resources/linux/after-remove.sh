#!/bin/sh
# Runs as root after the deb or rpm is removed; homes are left alone. In an upgrade the new version's after-install has
# run already (rpm) or is about to (deb), and what it made must stay: deb says "upgrade", rpm says 1.
case ${1:-} in
  1 | upgrade | failed-upgrade | abort-install | abort-upgrade | disappear) exit 0 ;;
esac

for link in /usr/bin/cofferdam /usr/bin/cofferdam-desktop; do
  # Not if somebody has put something else there since.
  case $(readlink "$link" 2>/dev/null) in
    /opt/Cofferdam/*) rm -f "$link" ;;
  esac
done

if [ -f /etc/apparmor.d/cofferdam ]; then
  if command -v apparmor_parser >/dev/null 2>&1 && ! { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; }; then
    apparmor_parser --remove /etc/apparmor.d/cofferdam >/dev/null 2>&1 || true
  fi
  rm -f /etc/apparmor.d/cofferdam
fi

if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi

exit 0

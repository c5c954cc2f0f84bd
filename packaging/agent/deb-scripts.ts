/** Before the host has joined there is nothing to start. */
const PUT_IN_SERVICE = `prepare_host /usr/lib/watchcase-agent
if has_systemd; then
  systemctl daemon-reload
  systemctl enable --quiet watchcase-agent
  [ ! -e /var/lib/watchcase-agent/credential.json ] || systemctl restart watchcase-agent
fi`;

/** What dpkg runs for the agent; `prepare` is the text of prepare-host.sh. */
export function debScripts(prepare: string): Record<'postinst' | 'prerm' | 'postrm', string> {
  return {
    postinst: script(
      prepare,
      `[ "$1" = configure ] || exit 0
${PUT_IN_SERVICE}`,
    ),
    prerm: script(
      prepare,
      `if [ "$1" = remove ] && has_systemd; then systemctl disable --now --quiet watchcase-agent || true; fi`,
    ),
    postrm: script(
      prepare,
      `if has_systemd; then systemctl daemon-reload; fi
rm -rf /var/cache/watchcase-agent
[ "$1" != purge ] || clear_host`,
    ),
  };
}

/** What rpm runs for the agent. It has no word for purging: state and config stay when it is erased. */
export function rpmScripts(prepare: string): Record<'post' | 'preun' | 'postun', string> {
  return {
    post: `${prepare}
${PUT_IN_SERVICE}`,
    preun: `if [ "$1" = 0 ] && [ -d /run/systemd/system ]; then systemctl disable --now --quiet watchcase-agent || true; fi`,
    postun: `if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
[ "$1" != 0 ] || rm -rf /var/cache/watchcase-agent`,
  };
}

function script(prepare: string, text: string): string {
  return `#!/bin/sh\nset -e\n${prepare}\n${text}\n`;
}

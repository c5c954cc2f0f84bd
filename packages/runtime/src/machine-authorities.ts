let trusted = false;

/** Before the first TLS connection: besides the authorities Node brings, trusts those of the machine's own store, where an operator puts a private one. */
export function trustMachineAuthorities(): void {
  if (trusted) return;
  trusted = true;
  const { getCACertificates, setDefaultCACertificates } = process.getBuiltinModule('node:tls');
  setDefaultCACertificates([...getCACertificates('default'), ...getCACertificates('system')]);
}

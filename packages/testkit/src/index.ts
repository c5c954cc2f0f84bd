export { createCertificateAuthority, type IssuedCertificate } from './certificate-authority.ts';
export { eventually } from './eventually.ts';
export { ManualClock } from './manual-clock.ts';
export { temporaryFolder } from './temporary-folder.ts';

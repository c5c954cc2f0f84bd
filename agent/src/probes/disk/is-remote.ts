import type { Mount } from './parse-mounts.ts';

/** File systems behind a network or a program of their own, either of which may go away. */
const REMOTE_TYPES =
  /^(?:9p|afs|ceph|cifs|davfs|fuse|fuse\..*|fuseblk|gfs2?|glusterfs|lustre|ncpfs|nfs\d?|ocfs2|smb\d?|smbfs|virtiofs)$/;

/** True of a file system that may stop to answer though the machine is well. */
export function isRemote({ type, source }: Pick<Mount, 'type' | 'source'>): boolean {
  return REMOTE_TYPES.test(type) || source.startsWith('//') || source.includes(':/');
}

import type { Visibility } from '@watchcase/api';
import type { Actor } from './actor.ts';

/** A file that somebody sends, for a case or to prove a drill. */
export interface IncomingFile {
  name: string;
  data: Uint8Array;
  visibility: Visibility;
}

/** Who sends it, by which door; under one key it is one file, however often it is sent. */
export interface FileSender {
  by: Actor;
  via?: 'console' | 'api' | 'mail' | 'link';
  key?: string;
}

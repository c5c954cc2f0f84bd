import { systemClock } from '@watchcase/runtime';
import { senderOver } from './sender-over.ts';

/** Run with a database file and a webhook's address: sends until it is killed. */
const [, , file = '', url = ''] = process.argv;
const sender = await senderOver(file, url, systemClock);
sender.wake();

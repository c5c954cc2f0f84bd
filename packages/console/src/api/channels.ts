import {
  type Channel,
  channelListSchema,
  type ChannelTested,
  channelTestedSchema,
  type Language,
} from '@watchcase/api';
import { request } from './request.ts';

/** The ways to reach people that the config has. */
export function readChannels(signal: AbortSignal): Promise<{ items: Channel[] }> {
  return request('/channels', channelListSchema, { signal });
}

/** Sends a real page by one of them that says that it is a test. */
export function tryChannel(name: string, language: Language): Promise<ChannelTested> {
  const body = { language };
  return request(`/channels/${encodeURIComponent(name)}/test`, channelTestedSchema, { method: 'POST', body });
}

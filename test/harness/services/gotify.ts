import { delivered, json, later, refused, type ServiceDouble } from './service-double.ts';

const TOKEN = 'AgotifyAppToken.0';
interface Body {
  title: string;
  message: string;
  priority: number;
}
const unauthorized = json({ error: 'Unauthorized', errorCode: 401, errorDescription: '…' }, 401);

/** A Gotify server. */
export const gotify: ServiceDouble = {
  options: (origin) => ({ url: `${origin}/`, token: TOKEN }),
  secrets: [TOKEN],
  carries: 'all',
  answer({ path, headers, body }) {
    if (path !== '/message') return { status: 404 };
    if (headers['x-gotify-key'] !== TOKEN) return unauthorized;
    const { message, priority } = JSON.parse(body) as Body;
    if (message === '' || priority > 10) return json({ error: 'Bad Request', errorCode: 400 }, 400);
    return json({ id: 25, appid: 1, message });
  },
  shown({ body }) {
    const { title, message } = JSON.parse(body) as Body;
    return [title, message].join('\n');
  },
  ends: [
    [json({ id: 25 }), delivered('HTTP 200')],
    [unauthorized, refused('HTTP 401: the token is not known')],
    [json({ error: 'Forbidden' }, 403), refused('HTTP 403: the token is not that of an application')],
    [{ status: 500 }, later('HTTP 500')],
  ],
  wrong: [[{ token: 'another' }, refused('HTTP 401: the token is not known')]],
};

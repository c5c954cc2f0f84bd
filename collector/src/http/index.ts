import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { constants } from 'node:zlib';
import { authenticate } from './authenticate.ts';
import { boundConnections } from './connections.ts';
import { isConsolePage } from './is-console-page.ts';
import { describeRefusals } from './openapi.ts';
import { answerProblem, installProblems, sendProblem } from './problems.ts';
import { refuseOddRequest } from './refuse-odd-request.ts';
import type { HttpRooms } from './rooms.ts';
import { keepRouteBook, type RouteBook } from './route-book.ts';
import { accountRoutes } from './routes/accounts.ts';
import { alertRoutes } from './routes/alerts.ts';
import { articleRoutes } from './routes/articles.ts';
import { attachmentRoutes } from './routes/attachments.ts';
import { backupRoutes } from './routes/backups.ts';
import { bulkActRoutes } from './routes/bulk-acts.ts';
import { caseActRoutes } from './routes/case-acts.ts';
import { caseRoutes } from './routes/cases.ts';
import { channelRoutes } from './routes/channels.ts';
import { chatInRoutes } from './routes/chat-in.ts';
import { clockRoutes } from './routes/clocks.ts';
import { escalationRoutes } from './routes/escalation.ts';
import { customerLinkRoutes, makeCustomerLinkRoute } from './routes/customer-links.ts';
import { auditRoutes } from './routes/audit.ts';
import { contactMethodRoutes } from './routes/contact-methods.ts';
import { directoryRoutes } from './routes/directory.ts';
import { drillFeedRoutes } from './routes/drill-feeds.ts';
import { drillRoutes } from './routes/drills.ts';
import { enrolmentRoutes } from './routes/enrolments.ts';
import { figureRoutes } from './routes/figures.ts';
import { followUpRoutes } from './routes/follow-ups.ts';
import { hostRoutes } from './routes/hosts.ts';
import { joinRoutes } from './routes/join.ts';
import { keyRoutes } from './routes/keys.ts';
import { linkRoutes } from './routes/links.ts';
import { liveRoute } from './routes/live.ts';
import { loginRoutes } from './routes/login.ts';
import { mailInRoute } from './routes/mail-in.ts';
import { manageRoutes } from './routes/manage.ts';
import { newCaseRoutes } from './routes/new-case.ts';
import { oncallRoutes } from './routes/oncall.ts';
import { oncallChangeRoutes } from './routes/oncall-changes.ts';
import { feedRoutes, readFeedRoute } from './routes/oncall-feeds.ts';
import { openRoutes } from './routes/open.ts';
import { savedViewRoutes } from './routes/saved-views.ts';
import { pingAddressRoutes, pingRoutes } from './routes/pings.ts';
import { playbookRoutes } from './routes/playbooks.ts';
import { overviewRoute } from './routes/overview.ts';
import { providerRoutes } from './routes/provider.ts';
import { rolloutRoutes } from './routes/rollouts.ts';
import { ruleRoutes } from './routes/rules.ts';
import { watchRoute } from './routes/watch.ts';
import { newLinkRoutes, signInLinkRoutes } from './routes/sign-in-links.ts';
import { refuseUnreadable } from './unreadable.ts';

export { createEnrolments, type Enrolments, type NewHost } from './enrolments.ts';
export type { AgentDoor } from './agent-address.ts';
export { listen } from './listen.ts';
export { networkUrl } from './own-address.ts';
export { refusalOf } from './refusal-of.ts';
export type { HeardChange, HttpRooms } from './rooms.ts';

const BODY_LIMIT = 1_048_576;
/** What is smaller gains nothing. */
const SMALL_BYTES = 1024;
/** Answers are made anew each time: the best compression would cost more than the line. */
const QUICK = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
/** 200 live streams, and some browsers with six connections each. */
const MOST_CONNECTIONS = 2000;
/** The largest headers over a line of 16 kbit/s take half of it; a body that somebody typed, less. */
const HEADERS_MS = 20_000;
const REQUEST_MS = 60_000;
const CHECK_MS = 5000;
/** The console's own pages run nothing that is not theirs, and show themselves in no other site. */
const CONTENT_POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Builds the server for people, the console and programs; `inject` tests it, `listen` opens it. */
export async function buildHttp(rooms: HttpRooms): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    logger: false,
    forceCloseConnections: true,
    requestTimeout: REQUEST_MS,
    // Node's own answer to a request without a host has no form; ours has.
    http: { headersTimeout: HEADERS_MS, connectionsCheckingInterval: CHECK_MS, requireHostHeader: false },
    trustProxy: [...rooms.trustedProxies],
    // A signed link is a path parameter; the router's own limit of 100 characters would refuse every one.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 2000 },
    frameworkErrors: (error, request, reply) => {
      answerProblem({ error, request, reply, log: rooms.log });
    },
  });
  app.server.on('error', (error) =>
    rooms.log.error({ reason: error.message }, 'HTTP connections cannot be accepted'),
  );
  refuseUnreadable(app.server, boundConnections(app.server, MOST_CONNECTIONS));
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  installProblems(app, rooms.log);
  app.decorateRequest('actor', '');
  app.decorateRequest('asker');
  app.addHook('onSend', async (_request, reply) => {
    reply.headers({
      ...(reply.hasHeader('content-security-policy') ? {} : { 'content-security-policy': CONTENT_POLICY }),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      ...(reply.hasHeader('cache-control') ? {} : { 'cache-control': 'no-store' }),
    });
  });
  app.addHook('onResponse', async (request, reply) => {
    rooms.request(
      request.method,
      request.routeOptions.url ?? 'none',
      reply.statusCode,
      reply.elapsedTime / 1000,
    );
  });
  app.addHook('onRequest', refuseOddRequest);
  const book = keepRouteBook(app);
  answerNowhere(app, rooms.consoleFolder, book);
  // Not for what is streamed: a line for live changes must go out at once.
  await app.register(compress, { threshold: SMALL_BYTES, encodings: ['br', 'gzip'], brotliOptions: QUICK });
  await app.register(cookie);
  await app.register(rateLimit, { global: false });
  await describeApi(app, book);
  await app.register(async (open) => {
    takeEmptyForms(open);
    openRoutes(open, rooms);
    joinRoutes(open, rooms);
    linkRoutes(open, rooms);
    customerLinkRoutes(open, rooms);
    loginRoutes(open, rooms);
    await mailInRoute(open, rooms);
    await chatInRoutes(open, rooms);
    providerRoutes(open, rooms);
    signInLinkRoutes(open, rooms);
    readFeedRoute(open, rooms);
    await pingRoutes(open, rooms);
  });
  await app.register(
    async (api) => {
      api.addHook('onRequest', authenticate(rooms));
      hostRoutes(api, rooms);
      overviewRoute(api, rooms);
      backupRoutes(api, rooms);
      await drillRoutes(api, rooms);
      drillFeedRoutes(api, rooms);
      alertRoutes(api, rooms);
      ruleRoutes(api, rooms);
      watchRoute(api, rooms);
      caseRoutes(api, rooms);
      clockRoutes(api, rooms);
      escalationRoutes(api, rooms);
      caseActRoutes(api, rooms);
      playbookRoutes(api, rooms);
      newCaseRoutes(api, rooms);
      figureRoutes(api, rooms);
      followUpRoutes(api, rooms);
      makeCustomerLinkRoute(api, rooms);
      articleRoutes(api, rooms);
      bulkActRoutes(api, rooms);
      savedViewRoutes(api, rooms);
      await attachmentRoutes(api, rooms);
      enrolmentRoutes(api, rooms);
      manageRoutes(api, rooms);
      directoryRoutes(api, rooms);
      oncallRoutes(api, rooms);
      oncallChangeRoutes(api, rooms);
      contactMethodRoutes(api, rooms);
      feedRoutes(api, rooms);
      pingAddressRoutes(api, rooms);
      auditRoutes(api, rooms);
      newLinkRoutes(api, rooms);
      accountRoutes(api, rooms);
      channelRoutes(api, rooms);
      rolloutRoutes(api, rooms);
      keyRoutes(api, rooms);
      liveRoute(api, rooms);
    },
    { prefix: '/api/v1' },
  );
  await serveConsole(app, rooms.consoleFolder);
  return app;
}

/** The description at /openapi.json, made from what checks the requests. */
async function describeApi(app: FastifyInstance, book: RouteBook): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Watchcase',
        version: '1',
        description:
          'Hosts, alerts, cases. Lists answer { items, next }; times are ISO 8601 in UTC. Every refusal is a problem with a stable code.',
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (made) =>
      describeRefusals('openapiObject' in made ? made.openapiObject : made.swaggerObject, book.routes()),
  });
}

/** A browser sends the one-button forms of the drawn pages as forms; there is nothing in them to read. */
function takeEmptyForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, _body, done) => done(null, undefined),
  );
}

/** The console's files. */
async function serveConsole(app: FastifyInstance, folder: string): Promise<void> {
  if (existsSync(join(folder, 'index.html')))
    await app.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      cacheControl: false,
      setHeaders,
      preCompressed: true,
    });
}

/** What no route knows is a page of the console, an address that knows other methods, or nothing. What comes with such a request is not read. */
function answerNowhere(app: FastifyInstance, folder: string, book: RouteBook): void {
  const index = join(folder, 'index.html');

  function answer(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const isPage = isConsolePage(request.url) && existsSync(index);
    const methods = isPage ? ['GET', 'HEAD'] : book.methodsAt(request.url);
    if (isPage && methods.includes(request.method))
      return reply.header('cache-control', 'no-cache').sendFile('index.html');
    if (methods.length === 0 || methods.includes(request.method))
      return sendProblem(reply, {
        status: 404,
        code: 'NOT_FOUND',
        title: 'There is nothing at this address',
      });
    return sendProblem(reply.header('allow', methods.join(', ')), {
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
      title: `${request.method} is not known at this address`,
      detail: `It knows ${methods.join(', ')}.`,
    });
  }
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) return answer(request, reply);
    return undefined;
  });
  app.setNotFoundHandler(answer);
}

/** Files under assets/ have their content's hash in their name; all others must be asked for each time. */
function setHeaders(reply: FastifyReply, path: string): void {
  const hashed = /[/\\]assets[/\\]/.test(path);
  reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
}

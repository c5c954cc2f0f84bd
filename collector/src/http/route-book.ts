import type { FastifyInstance, RouteOptions } from 'fastify';

/** One route, as far as others must know it. */
export interface KnownRoute {
  method: string;
  /** Pattern of its address, `/api/v1/hosts/:id`. */
  url: string;
  /** Takes a body. */
  hasBody: boolean;
  /** Asks who is there. */
  isSecured: boolean;
  isLimited: boolean;
  /** Codes it refuses with, beside those that any route may. */
  codes: readonly string[];
}

/** Every route there is: what answers a wrong method, and what the description is made from. */
export interface RouteBook {
  routes(): readonly KnownRoute[];
  /** Methods that are known at an address, sorted; empty where there is nothing. */
  methodsAt(url: string): string[];
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Codes this route refuses with, beside those that any route may. */
    codes?: readonly string[];
  }
}

/** Writes down every route that `app` gets from now on. */
export function keepRouteBook(app: FastifyInstance): RouteBook {
  const routes: KnownRoute[] = [];
  const patterns = new Map<string, { pattern: RegExp; methods: Set<string> }>();

  app.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) {
      routes.push(knownRoute(route, method));
      const at = patterns.get(route.url) ?? { pattern: patternOf(route.url), methods: new Set() };
      patterns.set(route.url, at);
      at.methods.add(method);
    }
  });

  return {
    routes: () => routes,
    methodsAt(url) {
      const path = /^[^?#]*/.exec(url)?.[0] ?? '';
      const known = [...patterns.values()].filter(({ pattern }) => pattern.test(path));
      return [...new Set(known.flatMap(({ methods }) => [...methods]))].toSorted();
    },
  };
}

function knownRoute(route: RouteOptions, method: string): KnownRoute {
  const { schema, config } = route;
  return {
    method,
    url: route.url,
    hasBody: schema?.body !== undefined,
    isSecured: schema?.security === undefined,
    isLimited: config?.rateLimit !== undefined,
    codes: config?.codes ?? [],
  };
}

function patternOf(url: string): RegExp {
  const escaped = url.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll(/:\w+/g, '[^/]+').replace(/\/$/, '')}/?$`);
}

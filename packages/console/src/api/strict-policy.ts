/** The content policy forbids code made from text, so zod must not try it; set before zod is loaded. */
(globalThis as { __zod_globalConfig?: object }).__zod_globalConfig = { jitless: true };

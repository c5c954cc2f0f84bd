export * from './light.ts';
export { type ConfigSource, parseConfig, readConfigFile } from './config.ts';
export { durationSchema } from './duration-schema.ts';
export { createLog, type Log } from './log.ts';
export { sampleConfig } from './sample-config.ts';
export { secretSchema } from './secret-schema.ts';

export { addressIn, type DataFolder, openDataFolder } from './data-folder.ts';
export { startLocalAgent } from './local-agent.ts';
export { collectGarbage } from './collect-garbage.ts';
export { tellEngine } from './tell-engine.ts';

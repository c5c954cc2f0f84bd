import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@watchcase/testkit';
import { stringify } from 'yaml';
import { freePort, type Program, programPath, startProgram } from '../../test/harness/index.ts';
import { alertingRules, alertName } from './exposition.ts';

/** Prometheus with its Alertmanager. */
export interface PrometheusPair {
  url: string;
  prometheus: Program;
  alertmanager: Program;
  stop(): Promise<void>;
}

/** Where they find whom. */
export interface PrometheusPlaces {
  hosts: number;
  intervalMs: number;
  exporterPort: number;
  webhookUrl: string;
}

/** Starts both on free ports. */
export async function startPrometheus(places: PrometheusPlaces): Promise<PrometheusPair> {
  const folder = temporaryFolder();
  const file = (name: string, content: unknown) => {
    const path = join(folder.path, name);
    writeFileSync(path, name.endsWith('.json') ? JSON.stringify(content) : stringify(content));
    return path;
  };
  const [port, alertmanagerPort] = [await freePort(), await freePort()];
  const interval = `${places.intervalMs / 1000}s`;
  const alertmanager = await startProgram({
    name: 'alertmanager',
    command: programPath('alertmanager'),
    args: [
      `--config.file=${file('alertmanager.yml', alertmanagerConfig(places.webhookUrl))}`,
      `--storage.path=${join(folder.path, 'alertmanager')}`,
      `--web.listen-address=127.0.0.1:${alertmanagerPort}`,
      '--cluster.listen-address=',
      '--log.level=warn',
    ],
    ready: async () => (await fetch(`http://127.0.0.1:${alertmanagerPort}/-/ready`)).ok,
  });
  const rules = file('rules.yml', { groups: [{ name: 'fleet', interval, rules: alertingRules() }] });
  const config = file('prometheus.yml', {
    global: { scrape_interval: interval, evaluation_interval: interval },
    rule_files: [rules],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${alertmanagerPort}`] }] }] },
    scrape_configs: [
      { job_name: 'fleet', file_sd_configs: [{ files: [file('targets.json', targetsOf(places))] }] },
    ],
  });
  const prometheus = await startProgram({
    name: 'prometheus',
    command: programPath('prometheus'),
    args: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder.path, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ],
    ready: async () => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok,
  });
  return {
    url: `http://127.0.0.1:${port}`,
    prometheus,
    alertmanager,
    async stop() {
      await prometheus.end('SIGTERM');
      await alertmanager.end('SIGTERM');
      folder[Symbol.dispose]();
    },
  };
}

/** Each host's alert is a group of its own, as a page of ours is; one alert waits as long as Debian's file says, the others do not. */
function alertmanagerConfig(url: string): object {
  const group_by = ['alertname', 'instance'];
  const asShipped = { group_interval: '5m', repeat_interval: '3h' };
  return {
    route: {
      receiver: 'hook',
      group_by,
      ...asShipped,
      group_wait: '0s',
      routes: [{ matchers: [`alertname="${alertName('shipped')}"`], receiver: 'hook', group_wait: '30s' }],
    },
    receivers: [{ name: 'hook', webhook_configs: [{ url, send_resolved: false }] }],
  };
}

function targetsOf({ hosts, exporterPort }: PrometheusPlaces): object[] {
  return Array.from({ length: hosts }, (_, index) => ({
    targets: [`127.0.0.1:${exporterPort}`],
    labels: { __metrics_path__: `/h/${index}`, instance: String(index) },
  }));
}

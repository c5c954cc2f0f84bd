import { proveQueries } from './prove-queries.ts';

proveQueries('influxdb');

import { Secret } from '@watchcase/runtime';
import { expect, it } from 'vitest';
import { signedRequest as aliyun } from './aliyun.ts';

// The example of Aliyun's documentation ("V3 request body & signature mechanism", fixed parameters).
it('signs for Aliyun as its documentation does', () => {
  const { headers } = aliyun(
    {
      url: 'https://ecs.cn-shanghai.aliyuncs.com',
      action: 'RunInstances',
      version: '2014-05-26',
      parameters: {
        ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd',
        RegionId: 'cn-shanghai',
      },
    },
    { accessKeyId: 'YourAccessKeyId', accessKeySecret: new Secret('YourAccessKeySecret') },
    { now: Date.parse('2023-10-26T10:22:32Z'), nonce: '3156853299f313e23d1673dc12e1703d' },
  );
  expect(headers?.['authorization']).toMatch(
    /Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0$/,
  );
});

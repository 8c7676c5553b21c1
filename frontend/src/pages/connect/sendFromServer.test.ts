// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { buildConfig } from '../../testing/records.ts';
import { sendFromServer } from './sendFromServer.ts';

const addresses = {
  endpoint: 'https://u.example/api/v1/metrics',
  scriptUrl: 'https://u.example/api/v1/client/script.js',
};

describe('how a server sends', () => {
  it('is shown with the key that works', () => {
    const { textContent } = sendFromServer(addresses, { apiKey: 'mk_1' }, buildConfig());
    expect(textContent).toContain(`-H 'X-API-Key: mk_1'`);
  });

  it('says so when none works', () => {
    const { textContent } = sendFromServer(addresses, undefined, buildConfig());
    expect(textContent).toContain('None of your API keys works');
    expect(textContent).toContain('mk_…');
  });
});

import { newKeys } from '../../../test/exchange/two-regions.js';
import type { RegionMessage } from './messages.js';
import { openMessage, sealMessage } from './sealing.js';

const message: RegionMessage = {
  kind: 'hand-over.refused.v1',
  messageId: '5b0c6b1e-0b39-4a3e-9f5f-2d6a1f8b8c01',
  thread: '0f0f8f2e-6f1f-4c3c-8d3e-1f7c0a6b5d02',
  from: 'huaying',
  to: 'yubei',
  sentAt: '2026-09-02T01:00:00.000Z',
  caseId: 'c1',
  handOverId: 'h1',
  refusedOn: '2026-09-02',
  reason: '户籍已迁出',
};

describe('a message between two regions', () => {
  const open = async (
    change: { readonly sealed?: string; readonly digest?: string; readonly us?: string; readonly from?: string } = {},
    strangerReads = false,
    strangerSigned = false,
  ) => {
    const [yubei, huaying, stranger] = [await newKeys(), await newKeys(), await newKeys()];
    const sealed = await sealMessage(message, strangerSigned ? stranger : huaying, yubei);
    expect(JSON.stringify(sealed)).not.toContain('户籍');
    const { us = 'yubei', from = 'huaying', ...changed } = change;
    const partner = { installation: from, signatureKey: huaying.signatureKey };
    return openMessage({ ...sealed, ...changed }, strangerReads ? stranger : yubei, partner, us);
  };

  it('is read by the one it is for', async () => {
    expect(await open()).toEqual(message);
  });

  it('is read by nobody else', async () => {
    expect(await open({}, true)).toEqual({ unsealable: 'not-for-us' });
    expect(await open({ us: 'linshui' })).toEqual({ unsealable: 'not-for-us' });
    expect(await open({ sealed: 'x.y.z' })).toEqual({ unsealable: 'not-for-us' });
  });

  it('is of the one that signed it', async () => {
    expect(await open({}, false, true)).toEqual({ unsealable: 'not-signed-by-sender' });
    expect(await open({ from: 'linshui' })).toEqual({ unsealable: 'not-signed-by-sender' });
    expect(await open({ digest: '0'.repeat(64) })).toEqual({ unsealable: 'digest-differs' });
  });

  it('has the same digest each time it is sent, and another text', async () => {
    const [ours, theirs] = [await newKeys(), await newKeys()];
    const [first, second] = [await sealMessage(message, ours, theirs), await sealMessage(message, ours, theirs)];
    expect(first.digest).toBe(second.digest);
    expect(first.sealed).not.toBe(second.sealed);
  });
});

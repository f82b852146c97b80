import { Controller, Get, Module, type Type } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { type Call, entitledTo, policy } from '#identity';
import { roles } from '#kernel';
import { PolicyCheck } from '../../apps/api/policy-check.js';
import { Allowed, OpenToAll } from '../../apps/api/viewer.js';

@Controller('undecided')
class Undecided {
  @Get()
  list(): object {
    return {};
  }
}

@Controller('decided')
class Decided {
  @Get('open')
  @OpenToAll()
  open(): object {
    return {};
  }
  @Get()
  @Allowed('payments.list')
  list(): object {
    return {};
  }
}

const start = async (...controllers: readonly Type[]): Promise<void> => {
  @Module({ imports: [DiscoveryModule], controllers: [...controllers], providers: [PolicyCheck] })
  class Served {}
  const context = await NestFactory.createApplicationContext(Served, { logger: false, abortOnError: false });
  await context.close();
};

describe('a call that nobody decided about', () => {
  it('keeps the api from starting, by name', async () => {
    await expect(start(Decided, Undecided)).rejects.toThrow(/Undecided\.list$/);
  });

  it('is what keeps it: without it the same api starts', async () => {
    await expect(start(Decided)).resolves.toBeUndefined();
  });
});

describe('the policy', () => {
  it.each(Object.keys(policy) as Call[])('%s is for people only, and for somebody', (call) => {
    const entitled = roles.filter((role) => entitledTo(call, [{ role, office: 'bureau' }]) !== undefined);
    expect(entitled).not.toContain('system');
    expect(entitled).not.toEqual([]);
  });

  it('answers with the position that may send the call', () => {
    const positions = [
      { role: 'auditor', office: 'bureau' },
      { role: 'paymentOfficer', office: 'bureau' },
    ] as const;
    expect(entitledTo('payments.produce', positions)).toEqual(positions[1]);
    expect(entitledTo('payments.produce', [positions[0]])).toBeUndefined();
  });

  it('asks for the office where the entry names one', () => {
    expect(entitledTo('payments.list', [{ role: 'supervisor', office: 'town-longxi' }])).toBeUndefined();
    expect(entitledTo('payments.list', [{ role: 'supervisor', office: 'bureau' }])).toBeDefined();
  });

  it('gives nothing to somebody without a position', () => {
    for (const call of Object.keys(policy) as Call[]) expect(entitledTo(call, [])).toBeUndefined();
  });
});

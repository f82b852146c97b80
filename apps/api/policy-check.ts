import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { allowedCall, openToAll } from './viewer.js';

const isPath = 'path';

/** Deny by default, at the latest when the process starts: no call is served that nobody decided about. */
@Injectable()
export class PolicyCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** @throws Error that names the calls marked neither `@Allowed` nor `@OpenToAll` */
  onModuleInit(): void {
    const undecided = this.discovery.getControllers().flatMap(({ metatype, name }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as object;
      return this.scanner.getAllMethodNames(prototype).flatMap((method) => {
        const handler: unknown = Reflect.get(prototype, method);
        if (typeof handler !== 'function' || !Reflect.hasMetadata(isPath, handler)) return [];
        const decided =
          this.reflector.getAllAndOverride<boolean | undefined>(openToAll, [handler, metatype]) ??
          this.reflector.get<string | undefined>(allowedCall, handler);
        return decided === undefined ? [`${name}.${method}`] : [];
      });
    });
    if (undecided.length > 0)
      throw new Error(
        `Mark with @Allowed(an entry of libs/identity/policy.ts) or @OpenToAll(): ${undecided.join(', ')}`,
      );
  }
}

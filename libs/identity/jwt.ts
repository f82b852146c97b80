import { createSecretKey } from 'node:crypto';
import { JwtService } from '@nestjs/jwt';

/** Signs and verifies tokens (HS256) with one secret; the key is made once, as making it costs more than verifying. */
export const jwtWith = (secret: string): JwtService =>
  new JwtService({
    secret: createSecretKey(secret, 'utf8'),
    signOptions: { algorithm: 'HS256' },
    verifyOptions: { algorithms: ['HS256'] },
  });

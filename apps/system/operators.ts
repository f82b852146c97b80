import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Settings } from './settings.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Whether figures may be shown to whoever asks: to those who know `METRICS_TOKEN`, as a bearer token. Where none is set,
 * to nobody, except in a demonstration to its own machine.
 */
export const mayWatch = (
  { metricsToken, demo }: Pick<Settings, 'metricsToken' | 'demo'>,
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
): boolean => {
  if (metricsToken === undefined) return demo && /^(?:::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '');
  return timingSafeEqual(digest(headers.authorization ?? ''), digest(`Bearer ${metricsToken}`));
};

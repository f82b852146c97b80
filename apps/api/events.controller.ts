import { Controller, type MessageEvent, Sse } from '@nestjs/common';
import { type Observable, filter, interval, map, merge } from 'rxjs';
import type { SignedIn } from '#case-desk';
import { LiveFeed } from './live-feed.js';
import { Allowed, Viewer } from './viewer.js';

const heartbeatMs = 20_000;

@Controller('api/events')
export class EventsController {
  constructor(private readonly feed: LiveFeed) {}

  /** Server-sent events: a case that the viewer may see has moved and the read models show it. */
  @Sse('stream')
  @Allowed('events.follow')
  stream(@Viewer() viewer: SignedIn): Observable<MessageEvent> {
    const moved = this.feed.moved.pipe(
      filter((change) => this.feed.visible(viewer, change)),
      map(({ caseId, type, version, position }): MessageEvent => ({
        type: 'recorded',
        data: { caseId, type, version, position },
      })),
    );
    const heartbeat = interval(heartbeatMs).pipe(map((): MessageEvent => ({ type: 'heartbeat', data: '' })));
    return merge(moved, heartbeat);
  }
}

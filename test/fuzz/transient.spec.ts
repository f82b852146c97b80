import { room, walks } from '#case-types/transient-assistance/walks.js';
import { fuzzRoom } from './fuzz.js';

fuzzRoom({
  room,
  walks,
  words: ['p1', 'p2', 'h1', 'h2', 'd1', 'jiang.tao', 'station-yubei', 'village-longxi-01'],
});

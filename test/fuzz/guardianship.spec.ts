import { room, walks } from '#case-types/guardianship-intervention/walks.js';
import { fuzzRoom } from './fuzz.js';

fuzzRoom({
  room,
  walks,
  words: ['c1', 'r1', 'h1', 'a1', 'v1', 'o1', 's1', 'song.yu', 'child-centre', 'village-longxi-01'],
});

import { room, walks } from '#case-types/relief-application/walks.js';
import { fuzzRoom } from './fuzz.js';

fuzzRoom({
  room,
  walks,
  words: [
    'p1',
    'p2',
    'p3',
    'n1',
    'o1',
    'm1',
    'b1',
    'r1',
    'a1',
    'zhang.wei',
    'li.na',
    'town-longxi',
    'village-longxi-01',
  ],
  sharedActs: true,
});

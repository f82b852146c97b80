import { room as lead, walks as leadWalks } from '#case-types/outreach-lead/walks.js';
import { room as list, walks as listWalks } from '#case-types/wander-risk-list/walks.js';
import { fuzzRoom } from './fuzz.js';

fuzzRoom({
  room: lead,
  walks: leadWalks,
  words: ['p1', 'zhang.wei', 'town-longxi', 'town-renhe', 'village-longxi-01'],
});
fuzzRoom({ room: list, walks: listWalks, words: ['p1', 'p2', 'town-longxi', 'station-yubei'] });

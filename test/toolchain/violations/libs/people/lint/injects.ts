import { Injectable } from '@nestjs/common';
import { Client } from 'pg';

@Injectable()
export class Injected {
  constructor(readonly client: Client) {}
}

// breaks @typescript-eslint/consistent-type-imports
import { Client } from 'pg';

export type Connection = Client;

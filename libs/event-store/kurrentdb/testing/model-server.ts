import { randomUUID } from 'node:crypto';
import grpc from '@grpc/grpc-js';
import featuresService from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js';
import features from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import readService from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import appendService from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_grpc_pb.js';
import sessions from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_pb.js';
import { ModelLog, RevisionConflict, TooLarge, type ModelRecord } from './model-log.js';
import { answerOf, matches, readsForwards, refusalOf, type ReadRequest, type ReadAnswer } from './wire.js';

type Read = grpc.ServerWritableStream<ReadRequest, ReadAnswer>;
type Session = grpc.ServerReadableStream<sessions.AppendRequest, sessions.AppendSessionResponse>;

/** What goes wrong with the next append session, so that the adapter can be seen dealing with it. */
export type Fault = 'answer-lost' | 'not-leader' | 'silent';

/**
 * A small server that speaks KurrentDB's protocol as the official client uses it here: append sessions that are atomic
 * over several streams, reads of streams and of `$all` with filters, subscriptions to the end. It keeps the log in
 * memory. It shows that adapter and client fit each other and what the protocol says; of the real server it proves
 * nothing, for that the contract is run against one.
 */
export class ModelServer {
  readonly log = new ModelLog();
  private server: grpc.Server | undefined;
  private port = 0;
  private readonly faults: Fault[] = [];
  private searching: Promise<void> = Promise.resolve();

  static async start(): Promise<ModelServer> {
    const model = new ModelServer();
    await model.listen();
    return model;
  }

  get url(): string {
    return `kurrentdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** Lets the next append session go wrong. */
  fail(fault: Fault): void {
    this.faults.push(fault);
  }

  /** Lets every search for streams by name go on only once the answer is called. */
  holdSearches(): () => void {
    let release: () => void = () => undefined;
    this.searching = new Promise((resolve) => (release = resolve));
    return release;
  }

  /** Serves again what it held before, at the same place. */
  async listen(): Promise<void> {
    const server = new grpc.Server({ 'grpc.max_receive_message_length': 64 * 1024 * 1024 });
    server.addService(featuresService.ServerFeaturesService, { getSupportedMethods });
    server.addService(readService.StreamsService, {
      read: (call: Read) => this.read(call),
      append: unused,
      delete: unused,
      tombstone: unused,
      batchAppend: unused,
    });
    server.addService(appendService.StreamsServiceService, {
      appendSession: (call: Session, answer: grpc.sendUnaryData<sessions.AppendSessionResponse>) =>
        this.appendSession(call, answer),
      appendRecords: unused,
    });
    this.port = await new Promise((resolve, reject) =>
      server.bindAsync(`127.0.0.1:${this.port}`, grpc.ServerCredentials.createInsecure(), (error, port) =>
        error === null ? resolve(port) : reject(error),
      ),
    );
    this.server = server;
  }

  /** Ends every connection at once; the log stays. */
  kill(): void {
    this.server?.forceShutdown();
    this.server = undefined;
  }

  private appendSession(call: Session, answer: grpc.sendUnaryData<sessions.AppendSessionResponse>): void {
    const requests: sessions.AppendRequest[] = [];
    call.on('data', (request: sessions.AppendRequest) => requests.push(request));
    call.on('error', () => undefined);
    call.on('end', () => {
      const fault = this.faults.shift();
      if (fault === 'silent') return;
      if (fault === 'not-leader') return answer(refusalOf({ leader: false }));
      try {
        const written = this.log.append(
          requests.map((request) => ({
            stream: request.getStream(),
            expected: Number(request.getExpectedRevision()),
            records: request.getRecordsList().map((record) => ({
              id: record.getRecordId() ?? '',
              type: record.getSchema()?.getName() ?? '',
              data: record.getData_asU8(),
            })),
          })),
        );
        if (fault === 'answer-lost') return this.kill();
        const response = new sessions.AppendSessionResponse();
        response.setPosition(String(written.position));
        response.setOutputList(
          written.revisions.map(([stream, revision]) =>
            new sessions.AppendResponse().setStream(stream).setStreamRevision(String(revision)),
          ),
        );
        answer(null, response);
      } catch (error) {
        if (!(error instanceof RevisionConflict) && !(error instanceof TooLarge)) throw error;
        answer(refusalOf(error));
      }
    });
  }

  private read(call: Read): void {
    const options = call.request.getOptions();
    if (options === undefined) return void call.end();
    const wanted = matches(options);
    if (options.hasSubscription()) {
      const send = (record: ModelRecord): void => void (wanted(record) && call.write(answerOf(record)));
      call.write(answerOf({ subscription: randomUUID() }));
      this.log.listeners.add(send);
      call.on('cancelled', () => this.log.listeners.delete(send));
      return;
    }
    const stream = options.getStream();
    const name = Buffer.from(stream?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');
    const all = stream === undefined ? this.log.records : this.log.stream(name);
    if (all.length === 0 && stream !== undefined) call.write(answerOf({ missing: name }));
    const ordered = readsForwards(options) ? all : all.toReversed();
    const found = ordered.filter(wanted).slice(0, Number(options.getCount()));
    const answer = (): void => {
      for (const record of found) call.write(answerOf(record));
      call.end();
    };
    if (options.getFilter()?.getStreamIdentifier()?.getPrefixList().length) void this.searching.then(answer);
    else answer();
  }
}

const unused = (): never => {
  throw new Error('Not used by the adapter');
};

const getSupportedMethods = (_: unknown, answer: grpc.sendUnaryData<features.SupportedMethods>): void => {
  const method = new features.SupportedMethod()
    .setServiceName('kurrentdb.protocol.v2.streams.StreamsService')
    .setMethodName('AppendSession')
    .setFeaturesList([]);
  answer(null, new features.SupportedMethods().setEventStoreServerVersion('25.1.0').setMethodsList([method]));
};

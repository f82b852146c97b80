import grpc from '@grpc/grpc-js';
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import status from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb.js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import errors from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/errors_pb.js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import { RevisionConflict, TooLarge, maxAppendSize, type ModelRecord } from './model-log.js';

export type ReadRequest = streams.ReadReq;
export type ReadAnswer = streams.ReadResp;

export const readsForwards = (options: streams.ReadReq.Options): boolean =>
  options.getReadDirection() === streams.ReadReq.Options.ReadDirection.FORWARDS;

/** Which records a read asks for: those from its place on, and of the streams its filter names. */
export const matches = (options: streams.ReadReq.Options): ((record: ModelRecord) => boolean) => {
  const forwards = readsForwards(options);
  const from =
    options.getStream()?.hasRevision() === true ? BigInt(options.getStream()?.getRevision() ?? 0) : undefined;
  const place = options.getAll()?.getPosition();
  const position = place === undefined ? undefined : BigInt(place.getCommitPosition());
  const filter = options.getFilter()?.getStreamIdentifier();
  const prefixes = filter?.getPrefixList() ?? [];
  const regex = filter === undefined || prefixes.length > 0 ? undefined : new RegExp(filter.getRegex());
  const reached = (at: bigint, limit: bigint | undefined): boolean =>
    limit === undefined || (forwards ? at >= limit : at <= limit);
  return ({ stream, revision, place: at }) =>
    reached(BigInt(revision), from) &&
    reached(at, position) &&
    (regex?.test(stream) ?? true) &&
    (prefixes.length === 0 || prefixes.some((prefix) => stream.startsWith(prefix)));
};

const streamNamed = (name: string): shared.StreamIdentifier =>
  new shared.StreamIdentifier().setStreamName(Buffer.from(name, 'utf8').toString('base64'));

/** One message of a read. */
export const answerOf = (
  what: ModelRecord | { readonly missing: string } | { readonly subscription: string },
): ReadAnswer => {
  const answer = new streams.ReadResp();
  if ('missing' in what)
    return answer.setStreamNotFound(
      new streams.ReadResp.StreamNotFound().setStreamIdentifier(streamNamed(what.missing)),
    );
  if ('subscription' in what)
    return answer.setConfirmation(new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(what.subscription));
  const record = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(what.id))
    .setStreamIdentifier(streamNamed(what.stream))
    .setStreamRevision(String(what.revision))
    .setPreparePosition(String(what.place))
    .setCommitPosition(String(what.place))
    .setCustomMetadata('')
    .setData(what.data);
  record.getMetadataMap().set('type', what.type).set('content-type', 'application/json').set('created', '0');
  return answer.setEvent(new streams.ReadResp.ReadEvent().setEvent(record).setCommitPosition(String(what.place)));
};

const refused = (code: grpc.status, type: string, value: Uint8Array): Partial<grpc.StatusObject> => {
  const detail = new any.Any();
  detail.setTypeUrl(`type.googleapis.com/kurrentdb.protocol.v2.streams.errors.${type}`);
  detail.setValue(value);
  const metadata = new grpc.Metadata();
  const whole = new status.Status().setMessage(type).setDetails(detail);
  metadata.set('grpc-status-details-bin', Buffer.from(whole.serializeBinary()));
  return { code, details: type, metadata };
};

/** The refusal of an append session, with the details the client tells it by. */
export const refusalOf = (
  why: RevisionConflict | TooLarge | { readonly leader: false },
): Partial<grpc.StatusObject> => {
  if (why instanceof RevisionConflict)
    return refused(
      grpc.status.FAILED_PRECONDITION,
      'StreamRevisionConflictErrorDetails',
      new errors.StreamRevisionConflictErrorDetails()
        .setStream(why.stream)
        .setExpectedRevision(String(why.expected))
        .setActualRevision(String(why.actual))
        .serializeBinary(),
    );
  if (why instanceof TooLarge)
    return refused(
      grpc.status.ABORTED,
      'AppendTransactionSizeExceededErrorDetails',
      new errors.AppendTransactionSizeExceededErrorDetails()
        .setSize(why.size)
        .setMaxSize(maxAppendSize)
        .serializeBinary(),
    );
  return refused(grpc.status.FAILED_PRECONDITION, 'NotLeaderNodeErrorDetails', new Uint8Array());
};

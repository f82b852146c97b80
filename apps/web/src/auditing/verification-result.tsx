import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { shownInstant } from '../format';
import { Fact } from '../shell/fact';
import { Panel } from '../shell/panel';
import type { Fault, KeySource, Verification } from './api';
import { Hash } from './hash';

/** The case of a stream, where it is the stream of one. */
const caseOf = (stream: string): string | undefined =>
  /^(?!person-|household-|trail-|erasure-)[A-Za-z]+-([0-9a-f-]{36})$/.exec(stream)?.[1];

const Where = ({ fault }: { readonly fault: Fault }) => {
  const { t } = useTranslation();
  const { stream, version, position, between, lastLeft, head } = fault;
  const caseId = stream === undefined ? undefined : caseOf(stream);
  return (
    <>
      {stream === undefined ? null : (
        <span className="hash">
          {stream}
          {version === undefined ? null : ` · ${t('auditing.fault.version', { version })}`}
        </span>
      )}
      {caseId === undefined ? null : (
        <>
          {' '}
          <Link to={`/auditing/cases/${caseId}`}>{t('auditing.fault.replay')}</Link>
        </>
      )}
      {position === undefined ? null : <span className="row-sub hash">{position}</span>}
      {between === undefined ? null : (
        <span className="row-sub">{t('auditing.fault.between', { from: between[0], to: between[1] })}</span>
      )}
      {lastLeft?.stream === undefined ? null : (
        <span className="row-sub">
          {t('auditing.fault.lastLeft', { stream: lastLeft.stream, version: lastLeft.version })}
        </span>
      )}
      {head === undefined ? null : (
        <span className="row-sub">
          {t('auditing.fault.head', { size: head.treeSize, at: shownInstant(head.timestamp) })}
        </span>
      )}
    </>
  );
};

const Faults = ({ faults }: { readonly faults: readonly Fault[] }) => {
  const { t } = useTranslation();
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t('auditing.fault.kind')}</th>
          <th scope="col">{t('auditing.fault.where')}</th>
          <th scope="col">{t('auditing.fault.foundBy')}</th>
        </tr>
      </thead>
      <tbody>
        {faults.map((fault, index) => (
          <tr key={`${fault.kind}-${fault.stream ?? ''}-${fault.version ?? index}`}>
            <td className="lead">
              <span>
                <b>{t(`auditing.fault.name.${fault.kind}`, fault.kind)}</b>
                <span className="row-sub">{t(`auditing.fault.means.${fault.kind}`, '')}</span>
              </span>
            </td>
            <td data-label={t('auditing.fault.where')}>
              <span>
                <Where fault={fault} />
              </span>
            </td>
            <td data-label={t('auditing.fault.foundBy')}>{t(`auditing.fault.by.${fault.foundBy}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** What was checked and what was found; never a verdict alone. */
export const VerificationResult = ({
  found: { whole: isSound, checked, first, faults },
  keys,
  whole,
}: {
  readonly found: Verification;
  readonly keys: readonly KeySource[];
  /** All that was asked for has been checked. */
  readonly whole: boolean;
}) => {
  const { t } = useTranslation();
  const { agreesWith } = checked;
  const verdict = isSound ? (whole ? 'sound' : 'soundSoFar') : 'faulty';
  return (
    <Panel title={t('auditing.result.title')}>
      <div className="notice-box" data-tone={isSound ? undefined : 'red'} role="status">
        <b>{t(`auditing.result.${verdict}`, { count: checked.events })}</b>
        {first === undefined ? null : (
          <p>
            {t('auditing.result.first')}
            {': '}
            {t(`auditing.fault.name.${first.kind}`, first.kind)} · <Where fault={first} />
          </p>
        )}
        {checked.uncovered === 0 ? null : <p>{t('auditing.result.uncovered', { count: checked.uncovered })}</p>}
        {agreesWith === undefined ? <p>{t('auditing.result.noHead')}</p> : null}
        {checked.heads.outside === 0 ? <p>{t('auditing.result.noneOutside')}</p> : null}
      </div>
      <h3>{t('auditing.result.checked')}</h3>
      <dl className="facts">
        <Fact name={t('auditing.result.events')}>{checked.events}</Fact>
        <Fact name={t('auditing.result.notCovered')}>{checked.uncovered}</Fact>
        <Fact name={t('auditing.result.headsDatabase')}>{checked.heads.database}</Fact>
        <Fact name={t('auditing.result.headsOutside')}>{checked.heads.outside}</Fact>
        {agreesWith === undefined ? null : (
          <>
            <Fact name={t('auditing.result.agrees')}>
              {t('auditing.result.size', { size: agreesWith.treeSize, at: shownInstant(agreesWith.timestamp) })}
            </Fact>
            <Fact name={t('auditing.heads.root')} wide>
              <code className="hash">{agreesWith.rootHash}</code>
            </Fact>
          </>
        )}
        <Fact name={t('auditing.result.keys')} wide>
          {keys.length === 0 ? (
            t('auditing.result.noKeys')
          ) : (
            <ul className="plain">
              {keys.map(({ keyId, from }) => (
                <li key={keyId}>
                  <Hash text={keyId} /> {t(`auditing.keyFrom.${from}`)}
                </li>
              ))}
            </ul>
          )}
        </Fact>
      </dl>
      {faults.length === 0 ? null : (
        <>
          <h3>{t('auditing.result.faults', { count: faults.length })}</h3>
          <Faults faults={faults} />
        </>
      )}
    </Panel>
  );
};

import { useTranslation } from 'react-i18next';
import type { Relief } from '#case-types';
import { benefitCalculationSchema } from '#rules/calculation.js';
import { useOffices } from '../../api/queries';
import { shownMoney } from '../../format';
import { useLabel } from '../../i18n';
import { useRuleSetName } from '../../i18n/rule-set';
import { Fact } from '../../shell/fact';
import { Panel } from '../../shell/panel';
import type { HistoryEvent } from '../../api/types';
import type { PanelProps } from '../room';
import { CalculationTable } from './calculation';
import { householdOf, nameOf, reliefOf } from './state';

interface Shown extends PanelProps {
  readonly relief: Relief;
}

const Household = ({ relief, described }: Shown) => {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <Panel
      title={t('case.household')}
      end={<span className="quiet">{t('case.persons', { count: householdOf(relief).length })}</span>}
    >
      <table className="table">
        <thead>
          <tr>
            <th>{t('case.name')}</th>
            <th>{t('case.relation')}</th>
            <th>{t('case.hukou')}</th>
            <th>{t('case.authorised')}</th>
          </tr>
        </thead>
        <tbody>
          {householdOf(relief).map((person) => {
            const died = relief.deceased.find(({ personId }) => personId === person.personId);
            const signed = relief.authorisedBy.includes(person.personId);
            return (
              <tr key={person.personId}>
                <td className="lead">
                  <b>{person.name}</b>
                  {died === undefined ? null : <span className="mark">{t('case.deceased', { day: died.diedOn })}</span>}
                </td>
                <td data-label={t('case.relation')}>{label(described.values[person.relation], person.relation)}</td>
                <td data-label={t('case.hukou')}>
                  {person.hukouRegion ?? '—'}
                  {person.hukouKind === undefined ? null : (
                    <span className="row-sub">{label(described.values[person.hukouKind], person.hukouKind)}</span>
                  )}
                </td>
                <td data-label={t('case.authorised')}>
                  <span className="mark" data-tone={signed ? 'green' : undefined}>
                    {signed ? t('case.signed') : t('case.notSigned')}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
};

const Calculation = ({ relief, described }: Shown) => {
  const { t } = useTranslation();
  const label = useLabel();
  const ruleSetName = useRuleSetName();
  const { calculation } = relief;
  if (calculation === undefined) return null;
  return (
    <Panel
      title={t('calculation.title')}
      end={
        <span className="mark" data-tone={calculation.eligible ? 'green' : 'red'}>
          {calculation.eligible ? t('calculation.eligible') : t('calculation.notEligible')}
        </span>
      }
    >
      {relief.recalculationDue ? (
        <p className="notice-box" data-tone="amber">
          {t('calculation.stale')}
        </p>
      ) : null}
      <dl className="facts">
        <Fact name={t('calculation.standard')}>{shownMoney(calculation.standardFen)}</Fact>
        <Fact name={t('calculation.perCapita')}>{shownMoney(calculation.perCapitaIncomeFen)}</Fact>
        <Fact name={t('calculation.members')}>{calculation.members}</Fact>
        <Fact name={t('calculation.topUp')}>
          {calculation.topUpFen === 0 ? undefined : shownMoney(calculation.topUpFen)}
        </Fact>
        <Fact name={t('calculation.notEligible')}>
          {calculation.reason === undefined
            ? undefined
            : label(described.values[calculation.reason] ?? described.refusals[calculation.reason], calculation.reason)}
        </Fact>
      </dl>
      <CalculationTable calculation={calculation} nameOf={(personId) => nameOf(relief, personId)} />
      <p className="quiet small">
        {t('calculation.by', { ruleSet: ruleSetName(calculation.ruleSet), day: calculation.calculatedFor })}
      </p>
    </Panel>
  );
};

const DecisionFacts = ({
  decision,
  described,
}: { readonly decision: NonNullable<Relief['decision']> } & PanelProps) => {
  const { t } = useTranslation();
  const label = useLabel();
  const ruleSetName = useRuleSetName();
  const offices = useOffices();
  const office = offices.data?.rows.find(({ officeId }) => officeId === decision.office);
  const granted = decision.type === 'GrantConfirmed';
  return (
    <>
      <p className="decision">
        <span className="mark" data-tone={granted ? 'green' : 'red'}>
          {granted ? t('decision.granted') : t('decision.refused')}
        </span>
        {granted && decision.pays !== 'status' ? <b className="amount">{shownMoney(decision.amountFen)}</b> : null}
        {granted ? <span>{label(described.values[decision.pays], decision.pays)}</span> : null}
        {granted ? null : <b>{label(described.values[decision.ground], decision.ground)}</b>}
      </p>
      <dl className="facts">
        <Fact name={t('decision.on')}>{decision.decidedOn}</Fact>
        <Fact name={t('decision.body')}>{label(described.values[decision.decidingBody], decision.decidingBody)}</Fact>
        <Fact name={t('decision.office')}>{label(office?.name, decision.office)}</Fact>
        <Fact name={t('decision.delegation')}>{decision.delegationId}</Fact>
        <Fact name={t('case.ruleSet')}>{ruleSetName(decision.ruleSet)}</Fact>
        {granted ? (
          <>
            <Fact name={t('decision.firstMonth')}>{decision.firstMonth}</Fact>
            <Fact name={t('decision.validUntil')}>{decision.validUntil}</Fact>
            <Fact name={t('decision.reviewClass')}>
              {decision.reviewClass === undefined
                ? undefined
                : label(described.values[decision.reviewClass], decision.reviewClass)}
            </Fact>
          </>
        ) : (
          <Fact name={t('decision.reasons')} wide>
            {decision.reasons}
          </Fact>
        )}
        <Fact name={t('decision.basis')} wide>
          {decision.basis}
        </Fact>
      </dl>
    </>
  );
};

const Decision = (props: Shown) => {
  const { t } = useTranslation();
  const { decision } = props.relief;
  return decision === undefined ? null : (
    <Panel title={t('decision.title')}>
      <DecisionFacts {...props} decision={decision} />
    </Panel>
  );
};

const paymentTone = { produced: undefined, paid: 'blue', returned: 'red', reconciled: 'green' } as const;

const Payments = ({ relief }: Shown) => {
  const { t } = useTranslation();
  if (relief.payments.length === 0 && relief.advances.length === 0 && relief.entitlements.length === 0) return null;
  return (
    <Panel title={t('payments.inCase')}>
      {relief.entitlements.length === 0 ? null : (
        <dl className="facts">
          {relief.entitlements.map(({ fromMonth, amountFen }, index) => (
            <Fact key={`${fromMonth}-${index}`} name={t('payments.fromMonth', { month: fromMonth })}>
              {shownMoney(amountFen)}
            </Fact>
          ))}
        </dl>
      )}
      {relief.payments.length === 0 ? null : (
        <table className="table">
          <thead>
            <tr>
              <th>{t('payments.month')}</th>
              <th className="right">{t('payments.amount')}</th>
              <th>{t('payments.status')}</th>
            </tr>
          </thead>
          <tbody>
            {relief.payments.map(({ month, amountFen, status, batchId }) => (
              <tr key={`${batchId}-${month}`}>
                <td className="lead number">{month}</td>
                <td className="right" data-label={t('payments.amount')}>
                  {shownMoney(amountFen)}
                </td>
                <td data-label={t('payments.status')}>
                  <span className="mark" data-tone={paymentTone[status]}>
                    {t(`payments.${status}`)}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {relief.advances.map(({ advanceId, amountFen, paidAt, papersCompletedOn }) => (
        <p key={advanceId}>
          {t('payments.advances')} {paidAt.slice(0, 10)} {shownMoney(amountFen)}{' '}
          <span className="mark" data-tone={papersCompletedOn === undefined ? 'amber' : 'green'}>
            {papersCompletedOn === undefined ? t('payments.papersOpen') : t('payments.papersDone')}
          </span>
        </p>
      ))}
    </Panel>
  );
};

const Notices = ({ relief, caseFile }: Shown) => {
  const { t } = useTranslation();
  if (relief.notices.length === 0) return null;
  return (
    <Panel title={t('case.notices')}>
      {relief.notices.map((notice, index) => {
        const running = caseFile.stage === 'noticed' && index === relief.notices.length - 1;
        return (
          <div key={notice.noticeId} className="person-line">
            <span className="number">{t('case.noticeRun', { from: notice.postedOn, to: notice.endsOn })}</span>
            <span>
              {notice.headOfHousehold} · {t('case.persons', { count: notice.persons })}
            </span>
            {notice.amountFen === undefined ? null : <span className="number">{shownMoney(notice.amountFen)}</span>}
            <span className="mark" data-tone={running ? 'blue' : undefined}>
              {notice.takenDownOn !== undefined
                ? t('case.noticeDown', { day: notice.takenDownOn })
                : running
                  ? t('case.noticeNow')
                  : t('case.noticeOver')}
            </span>
          </div>
        );
      })}
    </Panel>
  );
};

/** What the file of a relief case holds. */
export const ReliefPanels = (props: PanelProps) => {
  const relief = reliefOf(props.caseFile);
  const shown = { ...props, relief };
  return (
    <>
      <Decision {...shown} />
      <Household {...shown} />
      <Calculation {...shown} />
      <Notices {...shown} />
      <Payments {...shown} />
    </>
  );
};

/** The calculation a decision was made by, as an annex to its letter. */
export const CalculationAnnex = ({ caseFile, event }: PanelProps & { readonly event: HistoryEvent }) => {
  const { t } = useTranslation();
  const ruleSetName = useRuleSetName();
  const made = benefitCalculationSchema.safeParse(event.data['calculation']);
  if (!made.success) return null;
  const relief = reliefOf(caseFile);
  return (
    <section className="annex">
      <h2>{t('letters.calculation')}</h2>
      <CalculationTable calculation={made.data} nameOf={(personId) => nameOf(relief, personId)} />
      <p className="quiet small">
        {t('calculation.by', { ruleSet: ruleSetName(made.data.ruleSet), day: made.data.calculatedFor })}
      </p>
    </section>
  );
};

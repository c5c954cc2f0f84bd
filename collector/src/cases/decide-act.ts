import { type CaseState, isUnresolved, type LifeAct, lifeOf, type Role } from '@watchcase/api';

/** Why an act is not possible now: the end of an error's code, and what there is to say. */
export interface ActRefusal {
  code: string;
  message: string;
  fix: string;
}

/** Whether somebody may do this to a case in this state (pure): the table says; undefined when they may. */
export function decideAct(act: LifeAct, state: CaseState, role: Role | 'system'): ActRefusal | undefined {
  const { who, moves } = lifeOf(act);
  if (!who.includes(role))
    return {
      code: 'CASE_ACT_NOT_YOURS',
      message: `the role ${role} may not do this (${act}) to a case`,
      fix: `ask somebody who is ${who.join(' or ')}`,
    };
  return state in moves ? undefined : whyNot(act, state);
}

function whyNot(act: LifeAct, state: CaseState): ActRefusal {
  if (act === 'reopen' || act === 'dispute')
    return { code: 'CASE_NOT_ENDED', message: 'the case is open', fix: 'it need not be opened again' };
  if (isUnresolved(state)) return whyNotYet(act, state);
  if (state === 'closed')
    return {
      code: 'CASE_ALREADY_CLOSED',
      message: 'the case is closed',
      fix: 'a new fault opens a new case',
    };
  if (state === 'cancelled')
    return {
      code: 'CASE_ALREADY_CLOSED',
      message: 'the case was cancelled',
      fix: 'open it again first',
    };
  return {
    code: 'CASE_ALREADY_RESOLVED',
    message: `the case is ${state} already`,
    fix: 'close it, add a note, or open it again',
  };
}

function whyNotYet(act: LifeAct, state: CaseState): ActRefusal {
  if (act === 'confirm' || act === 'rate')
    return { code: 'CASE_NOT_RESOLVED', message: `the case is ${state}`, fix: 'it must be resolved first' };
  if (act === 'resume')
    return { code: 'CASE_NOT_ON_HOLD', message: 'the case does not wait', fix: 'nothing is left to do' };
  if (state === 'open')
    return {
      code: 'CASE_NOT_ACKNOWLEDGED',
      message: 'nobody has the case',
      fix: 'acknowledge it first',
    };
  return {
    code: 'CASE_ACT_NOT_NOW',
    message: `the case is ${state}: ${act} is not possible in it`,
    fix: 'docs/cases.md shows what leads where',
  };
}

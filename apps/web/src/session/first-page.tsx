import { Navigate } from 'react-router';
import { useSignedIn } from './signed-in';

/** Where a role begins its day; everybody else with the cases. */
const consoleOf: Readonly<Record<string, string>> = {
  supervisor: '/supervision',
  auditor: '/auditing',
  administrator: '/administration',
};

/** The page that whoever signed in comes to: of several roles the one that has cases to handle goes first. */
export const firstPageOf = (roles: readonly string[]): string => {
  const consoles = roles.map((role) => consoleOf[role]);
  return consoles.includes(undefined) ? '/work' : (consoles[0] ?? '/work');
};

export const FirstPage = () => <Navigate to={firstPageOf(useSignedIn().roles)} replace />;

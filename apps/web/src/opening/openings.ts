import { useCaseTypes } from '../api/queries';
import type { CaseTypeDescription } from '../api/types';
import { servesPerson } from '../rooms/opening';
import { useSignedIn } from '../session/signed-in';

/** One way to open a case: a command, and for types with several schemes one of them. */
export interface Opening {
  readonly described: CaseTypeDescription;
  readonly command: string;
  readonly scheme: string | undefined;
  readonly serves: ReturnType<typeof servesPerson>;
}

const schemesOf = (described: CaseTypeDescription, command: string): readonly (string | undefined)[] => {
  const schemes = described.commands[command]?.schema.properties?.['scheme']?.enum ?? [];
  return schemes.length === 0 ? [undefined] : schemes;
};

const mayOpen = (described: CaseTypeDescription, command: string, roles: readonly string[]): boolean =>
  described.stages.some(({ commands }) => commands[command]?.some((role) => roles.includes(role)));

/** Every way in which the viewer may open a case. */
export const useOpenings = (): readonly Opening[] => {
  const { roles } = useSignedIn();
  return Object.values(useCaseTypes()).flatMap((described) =>
    described.opening
      .filter((command) => mayOpen(described, command, roles))
      .flatMap((command) =>
        schemesOf(described, command).map((scheme) => ({
          described,
          command,
          scheme,
          serves: servesPerson(described.commands[command]?.schema ?? {}),
        })),
      ),
  );
};

import { lazy, Suspense } from 'react';

// Few people manage others, and rarely; loading it on demand opens the settings sooner.
const LoadedPeople = lazy(async () => ({ default: (await import('./people-section.tsx')).PeopleSection }));
const LoadedAccount = lazy(async () => ({ default: (await import('./account-button.tsx')).AccountButton }));

export function PeopleSection() {
  return (
    <Suspense>
      <LoadedPeople />
    </Suspense>
  );
}

export function AccountButton() {
  return (
    <Suspense>
      <LoadedAccount />
    </Suspense>
  );
}

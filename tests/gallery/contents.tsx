import { addressOf, allShots, SCREENS } from './screens.ts';

/** Every picture of the gallery, as links. */
export function Contents() {
  return (
    <main style={{ padding: 24 }}>
      <h1>Gallery</h1>
      <ul>
        {SCREENS.map((screen) => (
          <li key={screen.name}>
            {screen.name}:{' '}
            {allShots()
              .filter((shot) => shot.screen === screen)
              .map((shot) => (
                <a key={addressOf(shot)} href={addressOf(shot)} style={{ marginRight: 12 }}>
                  {shot.theme} {shot.language}
                </a>
              ))}
          </li>
        ))}
      </ul>
    </main>
  );
}

import { panel } from '../../components/pageHead.ts';
import { segmented } from '../../components/segmented.ts';
import { chooseTheme, chosenTheme } from '../../theme.ts';

export function appearanceSection(): HTMLElement {
  return panel(
    'Appearance',
    segmented({
      label: 'Colours',
      choices: [
        ['system', 'As the system'],
        ['light', 'Light'],
        ['dark', 'Dark'],
      ],
      value: chosenTheme(),
      onChange: chooseTheme,
    }),
  );
}

import { chooseTheme, chosenTheme } from '../../browser/theme.ts';
import { panel } from '../../components/basic/pageHead.ts';
import { segmented } from '../../components/basic/segmented.ts';

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

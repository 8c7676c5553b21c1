import { changeNames, type User } from '../../api/auth.ts';
import { panel } from '../../components/basic/pageHead.ts';
import { toast } from '../../components/basic/toast.ts';
import { form } from '../../components/forms/form.ts';
import { textField } from '../../components/forms/textField.ts';
import { limits } from '../../contract.generated.ts';
import type { PageContext } from '../page.ts';

export function nameSection({ api }: PageContext, user: User): HTMLElement {
  const firstName = textField({
    name: 'firstName',
    label: 'First name',
    value: user.firstName,
    autocomplete: 'given-name',
    maxLength: limits.personName,
  });
  const lastName = textField({
    name: 'lastName',
    label: 'Last name',
    value: user.lastName,
    autocomplete: 'family-name',
    maxLength: limits.personName,
  });
  return panel(
    'Name',
    form({
      title: 'Name',
      fields: [firstName, lastName],
      submit: 'Save name',
      onSubmit: async () => {
        await changeNames(api, { firstName: firstName.read().trim(), lastName: lastName.read().trim() });
        toast('Your name is changed.');
      },
    }),
  );
}

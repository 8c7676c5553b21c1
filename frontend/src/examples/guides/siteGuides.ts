import { builderGuides } from './builderGuides.ts';
import { frameworkGuides } from './frameworkGuides.ts';
import type { Guide, MakeSnippet, SiteAddresses } from './guide.ts';

/** All that there is to say about a site tag, for the person who pastes it. */
export interface SiteGuides {
  /** Where to paste it, by what the website is made with. */
  readonly platforms: readonly Guide[];
  readonly check: Guide;
  readonly policy: Guide;
  readonly events: Guide;
}

/** The build makes a file of its own of this one: it is fetched when it is shown. */
export function siteGuides(site: SiteAddresses, make: MakeSnippet): SiteGuides {
  return {
    platforms: [...frameworkGuides(site, make), ...builderGuides(site, make)],
    check: checkGuide(site),
    policy: policyGuide(site, make),
    events: eventsGuide(site, make),
  };
}

function checkGuide({ scriptUrl, endpoint }: SiteAddresses): Guide {
  const script = new URL(scriptUrl).pathname;
  const collector = new URL(endpoint).pathname;
  return {
    title: 'Check that it works',
    steps: [
      { text: 'Open a page of the website with the browser’s developer tools (F12) on the Network tab.' },
      { text: `Look for \`${script}\`: it must answer 200.` },
      { text: `Within 5 seconds, look for a POST to \`${collector}\`: when it answers 202, the page is counted.` },
    ],
    notes: [
      'The script answers 404: the key was deleted, switched off or has expired. Ask for a new link.',
      'The POST answers 403: this website is not among the allowed origins of the key.',
      'There is no POST: nothing is set to count in pages yet, or a content blocker or the Content-Security-Policy stops it.',
    ],
  };
}

function policyGuide({ scriptUrl, endpoint }: SiteAddresses, make: MakeSnippet): Guide {
  const policy = `script-src ${new URL(scriptUrl).origin}; connect-src ${new URL(endpoint).origin}`;
  return {
    title: 'If the website has a Content-Security-Policy',
    steps: [
      {
        text: 'Add these sources to the two directives of the policy, or the browser blocks the script.',
        code: make('Sources for the policy', 'csp', policy),
      },
    ],
    notes: [
      'A policy without `unsafe-inline` blocks the line above the tag. Give the line a nonce or a hash, or leave it out.',
    ],
  };
}

function eventsGuide({ earlyTag }: SiteAddresses, make: MakeSnippet): Guide {
  const calls = `uvp.track('signup');
uvp.track('purchase', { value: 49, labels: { plan: 'pro' } });`;
  return {
    title: 'Count your own events',
    steps: [
      {
        text: 'Name the event on a button, link or form. A click counts; on a form, its submission.',
        code: make('An event in markup', 'html', '<button data-uvp-event="signup">Sign up</button>'),
      },
    ],
    instead: {
      title: 'In code',
      steps: [
        {
          text: 'Put this line into the head once, if it is not there with the tag. It keeps calls that come before the script has loaded.',
          code: make('Line for early events', 'html', earlyTag),
        },
        {
          text: 'Call `uvp.track` where the event happens, with a value and labels if you like.',
          code: make('Events in code', 'js', calls),
        },
      ],
    },
    notes: [
      'An event is counted once there is a metric for it: agree with the owner on the names of events and labels.',
    ],
  };
}

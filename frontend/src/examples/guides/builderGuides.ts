import type { Guide, MakeSnippet, SiteAddresses } from './guide.ts';

/** Websites that are made in a content management system, a shop or a site builder, and the tag manager. */
export function builderGuides({ scriptTag }: SiteAddresses, make: MakeSnippet): readonly Guide[] {
  const wordpressFunction = `add_action('wp_head', function () {
    ?>
    ${scriptTag}
    <?php
});`;
  return [
    {
      title: 'WordPress',
      steps: [
        { text: 'Install the plugin WPCode, or another one for header scripts.' },
        { text: 'Open Code Snippets → Header & Footer, paste the tag into “Header”, and save.' },
        { text: 'Empty the cache if a plugin or your host keeps one.' },
      ],
      instead: {
        title: 'Without a plugin',
        steps: [
          {
            text: 'Add this to `functions.php` of your child theme. In the theme itself, an update would remove it.',
            code: make('functions.php', 'php', wordpressFunction),
          },
        ],
      },
      notes: [
        'Optimization plugins may delay scripts until the first click. Exclude this one, or visits without a click are not counted.',
      ],
    },
    {
      title: 'Google Tag Manager',
      steps: [
        {
          text: 'Create a tag of type Custom HTML and paste the tag. Leave “Support document.write” off.',
        },
        { text: 'Choose the trigger “Initialization – All Pages”.' },
        { text: 'Check it in Preview, then Submit and Publish.' },
      ],
      notes: [
        'Tag Manager takes the tag apart, drops attributes such as `async`, and inserts the script itself. That does no harm: the script reads nothing from its tag, and one that is inserted never holds the page up.',
        'Nothing counts before the container has loaded, or where a blocker stops Tag Manager. Pasted into the page, the tag counts more.',
        'If the site asks for consent, tie the trigger to it as for your other tags.',
      ],
    },
    {
      title: 'Shopify',
      steps: [
        { text: 'Open Online Store → Themes → ⋯ → Edit code, and then `layout/theme.liquid`.' },
        { text: 'Paste the tag before `</head>`, and save.' },
      ],
      notes: ['Checkout pages do not use the theme, so they are not counted.'],
    },
    {
      title: 'Webflow',
      steps: [
        {
          text: 'Open Site settings → Custom code, paste the tag into “Head code”, and save.',
        },
        { text: 'Publish the site. The Designer’s preview does not run custom code.' },
      ],
      notes: ['Webflow offers custom code on paid plans.'],
    },
    {
      title: 'Squarespace',
      steps: [
        {
          text: 'Open Settings → Developer Tools → Code Injection (on older sites Settings → Advanced), paste the tag into “Header”, and save.',
        },
      ],
      notes: ['Code Injection is not part of the smallest plan.'],
    },
    {
      title: 'Wix',
      steps: [
        {
          text: 'Open Settings → Custom Code, add code, and paste the tag.',
        },
        { text: 'Choose “All pages”, “Load code once” and “Head”, and apply.' },
      ],
      notes: ['Custom code needs a paid plan and a connected domain.'],
    },
    {
      title: 'Others',
      steps: [
        {
          text: 'Look in the settings for “custom code”, “code injection” or “header scripts”, and paste the tag there, for the head of all pages.',
        },
        { text: 'Ghost: Settings → Code injection → Site header.' },
        { text: 'Framer: Site settings → General → Custom code, at the end of `<head>`.' },
        { text: 'Drupal: `html.html.twig` of your theme, before `</head>`.' },
      ],
    },
  ];
}

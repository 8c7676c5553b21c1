// The arrows of the house: who may import whom. `npm run arrows` fails on any that is not allowed here.
const api = '^backend/src/api/([^/]+)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'leaves-import-nothing-of-ours',
      severity: 'error',
      from: { path: '^backend/src/(errors|logger|config|publicAddresses)\\.ts$' },
      // The addresses are a part of the configuration in a file of their own, and a leaf as well.
      to: { path: '^(backend|frontend|scripts)/', pathNot: '(node_modules|^backend/src/publicAddresses\\.ts$)' },
    },
    {
      name: 'the-contract-stands-by-itself',
      severity: 'error',
      from: { path: '^backend/src/contract/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(backend|frontend|scripts)/', pathNot: '(^backend/src/contract/|node_modules)' },
    },
    {
      name: 'the-dashboard-knows-the-api-by-what-is-generated',
      severity: 'error',
      from: { path: '^frontend/src/' },
      to: { path: '^backend/', pathNot: 'node_modules' },
    },
    {
      name: 'resources-never-import-each-other',
      severity: 'error',
      from: { path: api },
      to: { path: api, pathNot: '^backend/src/api/$1/' },
    },
    {
      name: 'domain-folders-know-nothing-of-express',
      severity: 'error',
      from: {
        path: '^backend/src/(metric|credentials|caching|ingestion|forwarding|housekeeping|promql|tracking-code|models|database|telemetry)/',
        pathNot: '\\.test\\.ts$',
      },
      to: { path: '(^backend/src/(api|http|app|main)|node_modules/(@types/)?express)' },
    },
    {
      name: 'only-services-touch-models',
      severity: 'error',
      from: { path: '^backend/src/api/', pathNot: '\\.(service|presenter|test)\\.ts$' },
      to: { path: '^backend/src/models/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'presenters-take-models-as-types',
      severity: 'error',
      from: { path: '^backend/src/api/.*\\.presenter\\.ts$' },
      to: { path: '^backend/src/models/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'http-knows-no-resource',
      severity: 'error',
      from: { path: '^backend/src/http/', pathNot: '\\.test\\.ts$' },
      to: { path: '^backend/src/(api|app|main)' },
    },
    {
      name: 'parts-never-import-the-wiring',
      severity: 'error',
      from: { path: '^backend/src/[^/]+/', pathNot: '(\\.test\\.ts$|^backend/src/testing/)' },
      to: { path: '^backend/src/(app|internalApp|platform|requestListener|services)\\.ts$' },
    },
    {
      name: 'models-are-islands',
      severity: 'error',
      from: { path: '^backend/src/models/', pathNot: '(associations|index)\\.ts$' },
      to: { path: '^backend/src/models/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      from: { path: '^(backend|frontend)/src/', pathNot: '(\\.test\\.ts$|^(backend|frontend)/src/testing/)' },
      to: { path: '^(backend|frontend)/src/testing/' },
    },
    {
      name: 'main-is-imported-by-nobody',
      severity: 'error',
      from: {},
      to: { path: '^backend/src/main\\.ts$' },
    },
    {
      name: 'tracker-takes-only-types-from-the-api',
      severity: 'error',
      from: { path: '^backend/tracker/', pathNot: '^backend/tracker/e2e/' },
      to: { path: '^backend/src/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-pages-import-the-api-client',
      severity: 'error',
      from: { path: '^frontend/src/', pathNot: '^frontend/src/(pages/|api/|app\\.ts)' },
      to: { path: '^frontend/src/api/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'components-do-not-climb',
      severity: 'error',
      from: { path: '^frontend/src/components/' },
      to: { path: '^frontend/src/(pages|router|app)' },
    },
    {
      name: 'subjects-of-the-dashboard-know-no-screen',
      severity: 'error',
      from: {
        path: '^frontend/src/(api|browser|examples|explore|graph|keys|metric|session)/',
        pathNot: '\\.test\\.ts$',
      },
      to: { path: '^frontend/src/(app|router|dom|pages|components)' },
    },
    {
      name: 'basic-components-know-no-subject',
      severity: 'error',
      from: { path: '^frontend/src/components/(basic|forms)/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^frontend/src/(api|explore|graph|keys|metric|session|components)/',
        pathNot: '^frontend/src/components/(basic|forms)/',
      },
    },
    {
      name: 'forms-are-made-of-basic-components',
      severity: 'error',
      from: { path: '^frontend/src/components/basic/', pathNot: '\\.test\\.ts$' },
      to: { path: '^frontend/src/components/forms/' },
    },
    {
      name: 'components-keep-to-their-subject',
      severity: 'error',
      from: {
        path: '^frontend/src/components/(explore|graph|keys|metric|session|shell|status)/',
        pathNot: '\\.test\\.ts$',
      },
      to: {
        path: '^frontend/src/components/(explore|graph|keys|metric|session|shell|status)/',
        // A metric is shown with a graph, and not the other way round.
        pathNot: '^frontend/src/components/($1|graph)/',
      },
    },
    {
      name: 'only-examples-make-snippets',
      severity: 'error',
      from: { path: '^frontend/src/', pathNot: '^frontend/src/examples/' },
      to: { path: '^frontend/src/examples/snippet\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-product-never-imports-scripts',
      severity: 'error',
      from: {
        path: '^(backend/(src|tracker)|frontend/src)/',
        pathNot: '(\\.test\\.ts$|^backend/(src/testing|tracker/e2e)/)',
      },
      to: { path: '^scripts/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};

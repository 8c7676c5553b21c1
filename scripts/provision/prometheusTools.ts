import { join } from 'node:path';
import { trixieSource } from './debianHost.ts';
import { findBinary, isExecutable } from './findBinary.ts';
import { hasApt, unpackDebianPackages } from './privateApt.ts';
import type { ProvisionOptions } from './provisionOptions.ts';
import { type Release, unpackRelease } from './releaseTarball.ts';
import { runCommand } from './runCommand.ts';
import { foundTool, missingTool, type ToolState } from './tool.ts';
import { installOnce } from './toolsDirectory.ts';

export interface PrometheusTools {
  prometheus: ToolState;
  promtool: ToolState;
  pushgateway: ToolState;
}

type ToolName = keyof PrometheusTools;

/** One place that has all three: where its files lie, and what they need to run. */
interface Bundle {
  source: string;
  binaries: Record<ToolName, string>;
  args: Partial<Record<ToolName, string[]>>;
}

const VARIABLES = { prometheus: 'PROMETHEUS_BIN', promtool: 'PROMTOOL_BIN', pushgateway: 'PUSHGATEWAY_BIN' };
const NAMES = {
  prometheus: ['prometheus'],
  promtool: ['promtool'],
  pushgateway: ['pushgateway', 'prometheus-pushgateway'],
};

const DEBIAN_PROGRAMS = ['prometheus', 'promtool', 'prometheus-pushgateway'];
/** What Debian took out of the two web interfaces; without it every page of them answers 500. */
const DEBIAN_WEB_FILES = [
  'fonts-glyphicons-halflings',
  'libjs-bootstrap4',
  'libjs-d3',
  'libjs-eonasdan-bootstrap-datetimepicker',
  'libjs-jquery',
  'libjs-jquery-hotkeys',
  'libjs-moment',
  'libjs-moment-timezone',
  'libjs-mustache',
  'libjs-popper.js',
  'libjs-rickshaw',
];
/** The long-term support line of Prometheus, and the Pushgateway of the same time. */
const RELEASES: Release[] = [
  { name: 'prometheus', version: '3.5.1' },
  { name: 'pushgateway', version: '1.11.3' },
];

/**
 * Finds or fetches Prometheus, promtool and the Pushgateway: the program's own variable, the PATH, an earlier download
 * in the tools directory, Debian 13's packages, the project's own release. Never rejects except when stopped.
 */
export async function providePrometheusTools(options: ProvisionOptions): Promise<PrometheusTools> {
  const entries = Object.entries(NAMES).map(
    ([name, names]) => [name, findBinary(options.env, VARIABLES[name as ToolName], names)] as const,
  );
  const found = Object.fromEntries(entries) as Partial<PrometheusTools>;
  const { prometheus, promtool, pushgateway } = found;
  if (prometheus && promtool && pushgateway) return { prometheus, promtool, pushgateway };

  const fetched = await fetchBundle(options);
  const fromBundle = (name: ToolName): ToolState =>
    'binaries' in fetched
      ? foundTool(fetched.binaries[name], fetched.source, { args: fetched.args[name] ?? [] })
      : fetched;
  return {
    prometheus: prometheus ?? fromBundle('prometheus'),
    promtool: promtool ?? fromBundle('promtool'),
    pushgateway: pushgateway ?? fromBundle('pushgateway'),
  };
}

async function fetchBundle(options: ProvisionOptions): Promise<Bundle | Extract<ToolState, { available: false }>> {
  const reasons: string[] = [];
  for (const fetchOne of [fetchDebianPackages, fetchReleases]) {
    try {
      const bundle = await fetchOne(options);
      if (bundle === undefined) continue;
      for (const binary of Object.values(bundle.binaries))
        await runCommand(binary, ['--version'], { withinMs: 20_000 });
      return bundle;
    } catch (error) {
      options.signal?.throwIfAborted();
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  return missingTool(reasons.join('; ').replaceAll(/\s*\n\s*/g, ' | '), remedy());
}

async function fetchDebianPackages({ env, toolsDir, report, signal }: ProvisionOptions): Promise<Bundle | undefined> {
  const source = trixieSource();
  if (process.platform !== 'linux' || source === undefined || !hasApt(env)) return undefined;
  const root = await installOnce(toolsDir, 'prometheus-debian-trixie', async (into) => {
    report(`downloading Prometheus and Pushgateway from Debian ${source.suite} (about 40 MB, kept in ${toolsDir})`);
    await unpackDebianPackages(source, [...DEBIAN_PROGRAMS, ...DEBIAN_WEB_FILES], into, signal);
  });
  const binary = (name: string) => join(root, 'usr/bin', name);
  return {
    source: 'Debian package',
    binaries: {
      prometheus: binary('prometheus'),
      promtool: binary('promtool'),
      pushgateway: binary('prometheus-pushgateway'),
    },
    args: {
      prometheus: [`--web.local-assets=${join(root, 'usr/share/prometheus/web')}`],
      pushgateway: [`--web.local-assets=${join(root, 'usr/share/prometheus/pushgateway')}`],
    },
  };
}

async function fetchReleases({ toolsDir, report, signal }: ProvisionOptions): Promise<Bundle> {
  const [prometheus, pushgateway] = await Promise.all(
    RELEASES.map((release) =>
      installOnce(toolsDir, `${release.name}-${release.version}`, async (into) => {
        report(`downloading ${release.name} ${release.version} (kept in ${toolsDir})`);
        await unpackRelease(release, into, signal);
        if (!isExecutable(join(into, release.name))) throw new Error(`the release holds no program ${release.name}`);
      }),
    ),
  );
  return {
    source: 'project release',
    binaries: {
      prometheus: join(prometheus ?? '', 'prometheus'),
      promtool: join(prometheus ?? '', 'promtool'),
      pushgateway: join(pushgateway ?? '', 'pushgateway'),
    },
    args: {},
  };
}

function remedy(): string {
  if (process.platform === 'darwin') {
    return 'brew install prometheus; Pushgateway: https://prometheus.io/download/#pushgateway, then set PUSHGATEWAY_BIN';
  }
  return 'https://prometheus.io/download/, then set PROMETHEUS_BIN, PROMTOOL_BIN and PUSHGATEWAY_BIN, or put them on the PATH';
}

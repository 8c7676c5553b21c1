import { join } from 'node:path';
import { trixieSource } from './debianHost.ts';
import { findBinary } from './findBinary.ts';
import { hasApt, unpackDebianPackages } from './privateApt.ts';
import { runCommand } from './runCommand.ts';
import { foundTool, missingTool, type Tool, type ToolState } from './tool.ts';
import { installOnce } from './toolsDirectory.ts';

/**
 * Docker Compose 2, which checks a file without an engine: DOCKER_COMPOSE_BIN, the PATH, Debian 13's package unpacked into `toolsDir`.
 * Never rejects. Compose 1 reads a different language and is passed over.
 */
export async function provideDockerCompose(env: NodeJS.ProcessEnv, toolsDir: string): Promise<ToolState> {
  const remedy = 'install Docker Compose 2, or set DOCKER_COMPOSE_BIN';
  const found = findBinary(env, 'DOCKER_COMPOSE_BIN', ['docker-compose']);
  if (found?.available && (await isCompose2(found))) return found;
  const source = trixieSource();
  if (process.platform !== 'linux' || source === undefined || !hasApt(env)) {
    return missingTool('no docker-compose of version 2 on the PATH', remedy);
  }
  try {
    const root = await installOnce(toolsDir, 'docker-compose-debian-trixie', (into) =>
      unpackDebianPackages(source, ['docker-compose'], into),
    );
    const tool = foundTool(join(root, 'usr/libexec/docker/cli-plugins/docker-compose'), 'Debian package');
    return (await isCompose2(tool)) ? tool : missingTool('the Debian package does not run here', remedy);
  } catch (error) {
    return missingTool(error instanceof Error ? error.message : String(error), remedy);
  }
}

async function isCompose2({ binary }: Tool): Promise<boolean> {
  const version = await runCommand(binary, ['version', '--short'], { withinMs: 20_000 }).catch(() => '');
  return Number.parseInt(version.replace(/^v/, ''), 10) >= 2;
}

<#
.SYNOPSIS
Builds the Windows installer on Windows and proves it: install, self-test, demo, upgrade, uninstall.

.DESCRIPTION
Needs Python 3.11 or newer and NSIS (makensis on PATH). With a certificate in the store, give its
thumbprint and every program file is signed:

    build\windows.ps1 -CertificateThumbprint 0123...

The proof installs FlowPilot for the present user and removes it again. It refuses to run where
FlowPilot is installed already.
#>
[CmdletBinding()]
param(
    [string] $CertificateThumbprint = '',
    [string] $TimestampServer = 'http://timestamp.digicert.com'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$root = Split-Path -Parent $PSScriptRoot
$installed = Join-Path $env:LOCALAPPDATA 'Programs\FlowPilot'
$program = Join-Path $installed 'FlowPilot.exe'
$uninstallKey = 'HKCU:\Software\Microsoft\Windows\CurrentVersion\Uninstall\FlowPilot'

function Invoke-Program {
    param([string] $Path, [string[]] $Arguments, [int] $ExpectedCode = 0)
    $ended = Start-Process -FilePath $Path -ArgumentList $Arguments -Wait -PassThru
    if ($ended.ExitCode -ne $ExpectedCode) {
        throw "$Path $Arguments ended with $($ended.ExitCode) instead of $ExpectedCode."
    }
}

function Assert-That {
    param([bool] $Holds, [string] $Otherwise)
    if (-not $Holds) { throw $Otherwise }
}

function Test-Installation {
    $report = Join-Path $env:TEMP 'flowpilot-self-test.json'
    Invoke-Program $program @('--self-test', '--report', $report, '-platform', 'offscreen')
    $found = Get-Content -Raw -Encoding UTF8 -Path $report | ConvertFrom-Json
    Assert-That $found.ok "The self-test failed: $report"
    "Self-test of $($found.version): $(@($found.checks).Count) checks passed."
}

Assert-That (-not (Test-Path $uninstallKey)) 'FlowPilot is installed here. Prove it on another computer.'
if ($CertificateThumbprint) {
    $sign = "signtool sign /sha1 $CertificateThumbprint /fd SHA256 /td SHA256 /tr $TimestampServer"
    $env:FLOWPILOT_SIGN = $sign
}

Push-Location $root
try {
    $began = Get-Date
    python dev.py package
    Assert-That ($LASTEXITCODE -eq 0) 'The installer could not be built.'
    $setup = Get-ChildItem -Path 'dist\FlowPilot-Setup-*.exe' |
        Sort-Object LastWriteTime | Select-Object -Last 1

    Invoke-Program $setup.FullName @('/S')
    Assert-That (Test-Path $program) 'The installer installed nothing.'
    $bytes = (Get-ChildItem -Recurse -File -Path $installed | Measure-Object Length -Sum).Sum
    'Installer {0:n1} MB, installed {1:n1} MB.' -f ($setup.Length / 1e6), ($bytes / 1e6)
    Test-Installation

    $pictures = Join-Path $root 'dist\windows-pictures'
    Invoke-Program $program @('--demo', $pictures, '-platform', 'offscreen')
    Assert-That (Test-Path (Join-Path $pictures 'resolution-note.md')) 'The demo left no note.'

    Invoke-Program $setup.FullName @('/S', '/UPDATE')
    Test-Installation

    Invoke-Program (Join-Path $installed 'Uninstall.exe') @('/S', "_?=$installed")
    Assert-That (-not (Test-Path $program)) 'The uninstaller left the program.'
    Assert-That (-not (Test-Path $uninstallKey)) 'The uninstaller left its entry.'
    'Proven in {0:n0} s: {1}' -f ((Get-Date) - $began).TotalSeconds, $setup.FullName
}
finally {
    Pop-Location
}

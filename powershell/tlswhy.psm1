# Get-TlsWhy and Test-TlsWhy: tlswhy.exe for pipelines, for Windows PowerShell 5.1 and PowerShell 7. Needs nothing but
# tlswhy.exe, in the folder of this file or in PATH. (This file begins with a byte order mark: without it 5.1 would not
# read it as UTF-8.)
Set-StrictMode -Version 2.0

# Exit codes of the contract (docs/usage.md) that are no answers.
$script:Mistakes = 2, 3

function Find-TlsWhy {
    foreach ($name in 'tlswhy.exe', 'tlswhy') {
        $beside = Join-Path $PSScriptRoot $name
        if (Test-Path -LiteralPath $beside -PathType Leaf) { return $beside }
        $found = Get-Command -Name $name -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
        if ($found) { return $found.Path }
    }
    throw 'tlswhy.exe is neither beside tlswhy.psm1 nor in PATH'
}

# One word as CommandLineToArgvW reads it back. (ProcessStartInfo.ArgumentList is not there in 5.1.)
function ConvertTo-NativeWord([string] $Word) {
    if ($Word -ne '' -and $Word -notmatch '[\s"]') { return $Word }
    '"' + (($Word -replace '(\\*)"', '$1$1\"') -replace '(\\+)$', '$1$1') + '"'
}

# Runs tlswhy with words and a text on its standard input; gives its exit code and what it printed.
function Invoke-TlsWhy([string[]] $Words, [string] $Text) {
    $start = New-Object System.Diagnostics.ProcessStartInfo
    $start.FileName = Find-TlsWhy
    $start.Arguments = ($Words | ForEach-Object { ConvertTo-NativeWord $_ }) -join ' '
    $start.WorkingDirectory = (Get-Location -PSProvider FileSystem).ProviderPath
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $start.StandardOutputEncoding = $start.StandardErrorEncoding = New-Object System.Text.UTF8Encoding $false
    $process = [System.Diagnostics.Process]::Start($start)
    try {
        # Both are read while the other is written: a pipe holds little.
        $out = $process.StandardOutput.ReadToEndAsync()
        $err = $process.StandardError.ReadToEndAsync()
        $bytes = (New-Object System.Text.UTF8Encoding $false).GetBytes($Text)
        try { $process.StandardInput.BaseStream.Write($bytes, 0, $bytes.Length) } catch [System.IO.IOException] { }
        $process.StandardInput.Close()
        $process.WaitForExit()
        [pscustomobject]@{ Code = $process.ExitCode; Out = $out.Result; Err = $err.Result.Trim() }
    }
    finally { $process.Dispose() }
}

function Get-Field($Object, [string] $Name) {
    if ($null -ne $Object -and $Object.PSObject.Properties[$Name]) { $Object.$Name }
}

# A connection that was seen, or a verdict for one client, as an object for pipelines; `Json` is all that tlswhy says.
function ConvertTo-TlsWhyResult($Json, [string] $From) {
    $diagnosis = Get-Field $Json 'diagnosis'
    $outcome = Get-Field $Json 'outcome'
    if (-not $outcome) { $outcome = if (Get-Field $Json 'accepted') { 'established' } else { 'failed' } }
    $client = Get-Field $Json 'client'
    if ($client -isnot [string]) { $client = Get-Field (Get-Field $Json 'client_profile') 'id' }
    [pscustomobject]@{
        PSTypeName = 'TlsWhy.Result'
        Input      = $From
        Id         = Get-Field $Json 'id'
        Outcome    = $outcome
        Cause      = Get-Field $diagnosis 'cause'
        Title      = Get-Field $diagnosis 'title'
        Refuser    = Get-Field $diagnosis 'refuser'
        At         = Get-Field $diagnosis 'at'
        Certainty  = Get-Field $diagnosis 'confidence'
        Client     = $client
        ServerName = Get-Field $Json 'server_name'
        Evidence   = @(Get-Field $diagnosis 'evidence' | ForEach-Object { $_.text })
        Candidates = @(Get-Field $diagnosis 'candidates')
        Remedies   = @(Get-Field $Json 'remedies' | ForEach-Object { $_.title })
        Json       = $Json
    }
}

function ConvertFrom-TlsWhyOutput([string] $Out) {
    foreach ($line in $Out -split "`n") {
        if ($line.Trim() -eq '') { continue }
        $json = $line | ConvertFrom-Json
        $from = $json.input
        if ($from -isnot [string]) { $from = Get-Field $from 'name' }
        # Of servers that were asked a line is a whole document.
        if ($json.PSObject.Properties['verdicts']) {
            foreach ($verdict in $json.verdicts) { ConvertTo-TlsWhyResult $verdict $from }
        }
        else { ConvertTo-TlsWhyResult $json $from }
    }
}

# What came down the pipeline, as the line of a text; $null for a file. Of an event (Get-WinEvent) its time, its
# source, its number and its message.
function ConvertTo-TextLine($Item) {
    if ($Item -is [System.IO.FileSystemInfo]) { return $null }
    if ($Item.PSObject.Properties['ProviderName'] -and $Item.PSObject.Properties['Message']) {
        $time = if ($Item.TimeCreated) { $Item.TimeCreated.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ') } else { '' }
        return ('{0} {1} {2}: {3}' -f $time, $Item.ProviderName, $Item.Id, ([string] $Item.Message -replace '\s+', ' ')).Trim()
    }
    [string] $Item
}

function Get-CommonWord([hashtable] $Bound) {
    foreach ($pair in @(('As', '--as'), ('Trust', '--trust'))) {
        if ($Bound.ContainsKey($pair[0])) { foreach ($each in $Bound[$pair[0]]) { $pair[1]; $each } }
    }
    foreach ($pair in @(('HostName', '--host'), ('At', '--at'), ('Language', '--lang'))) {
        if ($Bound.ContainsKey($pair[0])) { $pair[1]; $Bound[$pair[0]] }
    }
}

function Get-TlsWhy {
    <#
    .SYNOPSIS
    Says why TLS connections failed, or would fail.
    .DESCRIPTION
    Reads packet captures, logs, certificate chains and described servers, asks servers (HOST:PORT), and takes lines and
    events (Get-WinEvent) from the pipeline. Gives one object for each connection, or for each client that was asked
    about: Cause, Refuser, Certainty (shown, consistent, one_of), Evidence, Remedies.

    한국어: TLS 연결이 왜 실패했는지, 또는 실패할지를 알려 줍니다. 패킷 캡처, 로그, 인증서 체인, 서버(HOST:PORT), 이벤트
    (Get-WinEvent)를 받아 연결마다 개체를 하나씩 돌려줍니다. 문장을 한국어로 받으려면 -Language ko를 씁니다.

    繁體中文：說明 TLS 連線為何失敗，或將會失敗。可讀取封包擷取檔、記錄檔、憑證鏈、伺服器（HOST:PORT）與事件
    （Get-WinEvent），每個連線傳回一個物件。要以繁體中文顯示句子，請使用 -Language zh-Hant。
    .PARAMETER Path
    Files and folders.
    .PARAMETER Server
    Servers to ask, as HOST:PORT.
    .PARAMETER InputObject
    Files (Get-ChildItem), lines of a log (Get-Content), or events (Get-WinEvent).
    .PARAMETER As
    Clients to judge as: ids of `tlswhy clients`.
    .PARAMETER Trust
    The client's trust store: a file, a folder, system:root or system:ca.
    .PARAMETER HostName
    The name that the client asked for.
    .PARAMETER At
    The moment to judge at: 2025-03-01 or 2025-03-01T09:30:00Z.
    .PARAMETER All
    Connections that worked as well.
    .PARAMETER Language
    en, ko or zh-Hant; else that of Windows.
    .EXAMPLE
    Get-ChildItem *.pcapng | Get-TlsWhy | Group-Object Cause
    .EXAMPLE
    Get-WinEvent -FilterHashtable @{ LogName = 'System'; ProviderName = 'Schannel' } | Get-TlsWhy -Language ko
    .EXAMPLE
    Get-TlsWhy -Server web.corp.example:443 -As finesse-11 -Trust system:root
    #>
    [CmdletBinding(DefaultParameterSetName = 'Path')]
    [OutputType('TlsWhy.Result')]
    param(
        [Parameter(ParameterSetName = 'Path', Position = 0)] [string[]] $Path,
        [Parameter(ParameterSetName = 'Server', Mandatory = $true)] [string[]] $Server,
        [Parameter(ParameterSetName = 'Pipeline', ValueFromPipeline = $true, Mandatory = $true)] $InputObject,
        [string[]] $As, [string[]] $Trust, [string] $HostName, [string] $At, [switch] $All,
        [ValidateSet('en', 'ko', 'zh-Hant')] [string] $Language
    )
    begin {
        $lines = New-Object System.Collections.Generic.List[string]
        $files = New-Object System.Collections.Generic.List[string]
    }
    process {
        if ($PSCmdlet.ParameterSetName -ne 'Pipeline') { return }
        $line = ConvertTo-TextLine $InputObject
        if ($null -eq $line) { $files.Add($InputObject.FullName) } else { $lines.Add($line) }
    }
    end {
        $words = @('--ndjson') + @(Get-CommonWord $PSBoundParameters)
        if ($All) { $words += '--all' }
        if ($Path) { foreach ($each in $Path) { $files.Add($each) } }
        $runs = @()
        if ($files.Count) { $runs += , @($words + $files.ToArray()) }
        if ($Server) { $runs += , @(@('probe') + $words + $Server) }
        if ($lines.Count) { $runs += , @($words + '-') }
        foreach ($run in $runs) {
            $text = if ($run[-1] -eq '-') { ($lines -join "`n") + "`n" } else { '' }
            $done = Invoke-TlsWhy $run $text
            if ($done.Err) { if ($script:Mistakes -contains $done.Code) { Write-Error $done.Err } else { Write-Warning $done.Err } }
            ConvertFrom-TlsWhyOutput $done.Out
        }
    }
}

function Test-TlsWhy {
    <#
    .SYNOPSIS
    Whether nothing fails: $true or $false.
    .DESCRIPTION
    Takes what Get-TlsWhy takes. $true where every connection worked, or every client would connect.

    한국어: 실패한 연결이 없으면 $true를 돌려줍니다.

    繁體中文：沒有任何連線失敗時傳回 $true。
    .PARAMETER Path
    Files and folders.
    .PARAMETER Server
    Servers to ask, as HOST:PORT.
    .PARAMETER As
    Clients to judge as: ids of `tlswhy clients`.
    .PARAMETER Trust
    The client's trust store: a file, a folder, system:root or system:ca.
    .PARAMETER HostName
    The name that the client asked for.
    .PARAMETER At
    The moment to judge at: 2025-03-01 or 2025-03-01T09:30:00Z.
    .EXAMPLE
    if (-not (Test-TlsWhy -Server web.corp.example:443 -As java-8u152)) { 'would be cut off' }
    #>
    [CmdletBinding(DefaultParameterSetName = 'Path')]
    [OutputType([bool])]
    param(
        [Parameter(ParameterSetName = 'Path', Position = 0, Mandatory = $true)] [string[]] $Path,
        [Parameter(ParameterSetName = 'Server', Mandatory = $true)] [string[]] $Server,
        [string[]] $As, [string[]] $Trust, [string] $HostName, [string] $At
    )
    $results = @(Get-TlsWhy @PSBoundParameters -All -ErrorVariable mistakes)
    $failed = @($results | Where-Object { $_.Outcome -ne 'established' })
    $mistakes.Count -eq 0 -and $results.Count -gt 0 -and $failed.Count -eq 0
}

Export-ModuleMember -Function Get-TlsWhy, Test-TlsWhy

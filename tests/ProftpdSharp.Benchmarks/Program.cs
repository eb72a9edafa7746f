using ProftpdSharp.Benchmarks;

// dotnet run -c Release --project tests/ProftpdSharp.Benchmarks -- idle|login|transfer [number]
var number = args.Length > 1 && int.TryParse(args[1], out var given) ? given : (int?)null;
switch (args.FirstOrDefault())
{
    case "idle":
        await IdleSessions.RunAsync(number ?? 2000);
        return 0;
    case "login":
        await LoginRate.RunAsync(number ?? 500);
        return 0;
    case "transfer":
        await Throughput.RunAsync(number ?? 1024);
        return 0;
    default:
        Console.Error.WriteLine("idle [sessions] | login [logins] | transfer [MiB]");
        return 1;
}

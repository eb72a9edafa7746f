using ProftpdSharp.Benchmarks;

// dotnet run -c Release --project tests/ProftpdSharp.Benchmarks -- idle|login|transfer|distance [number]
// The figures are printed and kept in benchmarks.log of the working directory.
using var figures = new Figures("benchmarks.log");
var number = args.Length > 1 && int.TryParse(args[1], out var given) ? given : (int?)null;
switch (args.FirstOrDefault())
{
    case "idle":
        await IdleSessions.RunAsync(figures, number ?? 2000);
        return 0;
    case "login":
        await LoginRate.RunAsync(figures, number ?? 500);
        return 0;
    case "transfer":
        await Throughput.RunAsync(figures, number ?? 1024);
        return 0;
    case "distance":
        await Throughput.RunFarAsync(figures, number ?? 512);
        return 0;
    default:
        Console.Error.WriteLine("idle [sessions] | login [logins] | transfer [MiB] | distance [MiB]");
        return 1;
}

using System.Diagnostics;
using System.Globalization;
using NanoEvents.Mutation;

// Changes the compiled product in one place at a time and runs the tests that should notice:
//   dotnet run -c Release --project tests/Mutation -- [COUNT [SEED [FILE]]]     so many places, drawn from the seed (240, 1), of all files or of one
//   dotnet run -c Release --project tests/Mutation -- list                      every place
if (args is ["list"])
{
    foreach (Place place in Area.All.SelectMany(area => area.Places()))
    {
        Console.WriteLine(place);
    }

    return 0;
}

int count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 240;
int seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
string only = args.Length > 2 ? args[2] : "";
Score score = new(Console.Out);
(Area Area, Place[] Places)[] all = [.. Area.All.Select(area => (area, area.Places().Where(place => place.Where.Contains(only, StringComparison.Ordinal)).ToArray()))];
int sum = all.Sum(a => a.Places.Length);
foreach ((Area area, Place[] places) in all.Where(a => a.Places.Length > 0))
{
    new Random(seed).Shuffle(places);
    using Workbench bench = new(area);
    foreach (Place place in places.Take((int)Math.Round((double)count * places.Length / sum)))
    {
        Stopwatch watch = Stopwatch.StartNew();
        (Finding finding, TestProgram? by) = bench.Find(place);
        score.Add(area, place, finding, by, watch.Elapsed);
    }
}

return score.End();

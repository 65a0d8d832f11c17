using System.Globalization;
using NanoEvents.Mutation;

// Changes the compiled product in one place at a time and runs the tests that should notice:
//   dotnet run -c Release --project tests/Mutation -- [COUNT [SEED]]     so many places, drawn from the seed (240, 1)
//   dotnet run -c Release --project tests/Mutation -- list               every place
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
Score score = new(Console.Out);
foreach (Area area in Area.All)
{
    Place[] places = area.Places();
    Random random = new(seed);
    random.Shuffle(places);
    int share = (int)Math.Round((double)count * places.Length / Area.All.Sum(a => a.Places().Length));
    using Workbench bench = new(area);
    foreach (Place place in places.Take(share))
    {
        score.Add(area, place, bench.FindsIt(place));
    }
}

return score.End();

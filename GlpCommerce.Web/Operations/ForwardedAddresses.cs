using System.Net;
using GlpCommerce.Core.Common;
using Microsoft.AspNetCore.HttpOverrides;

namespace GlpCommerce.Web.Operations;

/// <summary>Believes a proxy's word about who is asking, but only from the networks in <c>Proxy:Known</c>.</summary>
public static class ForwardedAddresses
{
    private const string Key = "Proxy:Known";

    public static void UseForwardedAddresses(this WebApplication app)
    {
        var networks = app.Configuration.GetSection(Key).Get<string[]>() ?? app.Configuration[Key]?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (networks.Length == 0)
        {
            return;
        }

        // Behind several proxies each adds whom it heard: what they say is followed backwards, up to the first that is not known.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var network in networks)
        {
            options.KnownIPNetworks.Add(System.Net.IPNetwork.TryParse(network.Trim(), out var known)
                ? known
                : throw new StartupException($"{Key} is '{network}', but it may be networks such as 10.0.0.0/8, separated by commas."));
        }

        app.UseForwardedHeaders(options);
    }
}
